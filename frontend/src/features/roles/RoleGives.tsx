/** How much of each API a role opens, in one line: 5 of the 5 tickets of Movies. */
import { useAccess } from "@/session/useAccess";
import { usePermissions } from "@/session/usePermissions";
import classes from "./RoleGives.module.css";

export function RoleGives({ permissions }: { permissions: readonly string[] }) {
  const titles = usePermissions().data?.resources ?? [];
  const all = useAccess().data?.permissions ?? [];
  return (
    <ul className={classes.apis}>
      {titles.map(({ name, title }) => {
        const tickets = all.filter(({ resource }) => resource === name);
        const given = tickets.filter((ticket) => permissions.includes(ticket.name));
        return (
          <li
            key={name}
            className={classes.api}
            data-none={given.length === 0 || undefined}
            title={given.map((ticket) => ticket.name).join(", ")}
          >
            {title}{" "}
            <span className={classes.share}>
              {given.length}/{tickets.length}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
