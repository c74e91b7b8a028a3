/** The map as a table: each person by each of their roles, with what it gives. */
import { t } from "@lingui/core/macro";
import { Ticket } from "@/permissions/Ticket";
import { formatList } from "@/ui/format";
import type { AccessPath, Graph } from "./graph";
import { accessPaths } from "./graph";
import classes from "./PathTable.module.css";

export function PathTable({ graph }: { graph: Graph }) {
  const titles = new Map(
    graph.nodes.filter(({ kind }) => kind === "api").map(({ id, label }) => [id, label]),
  );
  return (
    <table className={classes.table} aria-label={t`Who holds what, and through what`}>
      <thead>
        <tr>
          <th scope="col">{t`Person`}</th>
          <th scope="col">{t`Through`}</th>
          <th scope="col">{t`Permissions`}</th>
          <th scope="col">{t`APIs`}</th>
        </tr>
      </thead>
      <tbody>
        {accessPaths(graph).map((way) => (
          <tr key={`${way.person?.id} ${way.role?.id}`}>
            <th scope="row">{way.person?.label ?? t`nobody`}</th>
            <td>{throughInWords(way)}</td>
            <td>
              <span className={classes.tickets}>
                {way.permissions.map(({ id }) => (
                  <Ticket key={id} name={id} held={way.person !== null} says={null} />
                ))}
              </span>
              {way.permissions.length === 0 && t`no permissions`}
            </td>
            <td>{apisInWords(way, titles)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function throughInWords({ role, permissions }: AccessPath): string {
  if (role) return t`the role ${role.label}`;
  return permissions.length > 0 ? t`given directly` : t`no role`;
}

function apisInWords({ permissions }: AccessPath, titles: ReadonlyMap<string, string>): string {
  const names = new Set(permissions.map(({ id }) => id.split(":")[1] ?? ""));
  return formatList([...names].map((name) => titles.get(name) ?? name)) || t`no API`;
}
