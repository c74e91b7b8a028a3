/** The places this person may go to. What is missing here is refused by the APIs as well. */
import { Skeleton, Tooltip } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { Ticket } from "@/permissions/Ticket";
import { usePermissions } from "@/session/usePermissions";
import { ExternalIcon } from "@/ui/icons";
import { menuFor } from "./features";
import classes from "./Menu.module.css";

export function Menu() {
  const { data: mine, isPending } = usePermissions();
  const { pathname } = useLocation();

  return (
    <nav aria-label="Main" className={classes.menu}>
      {isPending && <Skeleton height={40} radius={6} />}
      {isPending && <Skeleton height={40} radius={6} />}
      {menuFor(mine).map(({ label, to, requires }) => (
        <Tooltip
          key={to}
          position="right"
          openDelay={500}
          // Where one is already, the hint would only cover the page.
          disabled={!requires || pathname.startsWith(to)}
          classNames={{ tooltip: classes.hint }}
          label={requires && <Ticket name={requires} held />}
        >
          <Link to={to} className={classes.place} activeOptions={{ includeSearch: false }}>
            {label}
          </Link>
        </Tooltip>
      ))}
      <a href="/api/docs/" className={classes.place}>
        API docs <ExternalIcon />
      </a>
    </nav>
  );
}
