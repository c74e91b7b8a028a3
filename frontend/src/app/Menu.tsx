/** The places this person may go to. What is missing here is refused by the APIs as well. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Ticket } from "@/permissions/Ticket";
import { usePermissions } from "@/session/usePermissions";
import { ExternalIcon } from "@/ui/icons";
import { menuFor } from "./features";
import classes from "./Menu.module.css";

export function Menu() {
  const { data: mine, isPending } = usePermissions();

  return (
    <nav aria-label={t`Main`} className={classes.menu}>
      {isPending && <Skeleton height={40} radius={6} />}
      {isPending && <Skeleton height={40} radius={6} />}
      {menuFor(mine).map(({ label, to, requires }) => (
        <Link key={to} to={to} className={classes.place} activeOptions={{ includeSearch: false }}>
          {label}
          {requires && (
            <span className={classes.hint} aria-hidden="true">
              <Ticket name={requires} held says={null} />
            </span>
          )}
        </Link>
      ))}
      <a href="/api/docs/" className={classes.place}>
        <Trans>
          API docs <ExternalIcon />
        </Trans>
      </a>
      <a href="/docs/" className={classes.place}>
        <Trans>
          Documentation <ExternalIcon />
        </Trans>
      </a>
    </nav>
  );
}
