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
          <th scope="col">{t`Tickets`}</th>
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
                {byApi(way).map(([api, permissions]) => (
                  <span key={api} className={classes.group}>
                    <span className={classes.api}>{titles.get(api) ?? api}</span>
                    {permissions.map(({ id }) => (
                      <Ticket key={id} name={id} held={way.person !== null} says={null} />
                    ))}
                  </span>
                ))}
              </span>
              {way.permissions.length === 0 && t`no tickets`}
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

function apisInWords(way: AccessPath, titles: ReadonlyMap<string, string>): string {
  return formatList(byApi(way).map(([api]) => titles.get(api) ?? api)) || t`no API`;
}

/** The permissions of each API: what follows the colon of their names. */
function byApi({ permissions }: AccessPath): [string, AccessPath["permissions"][number][]][] {
  const groups = new Map<string, AccessPath["permissions"][number][]>();
  for (const permission of permissions) {
    const api = permission.id.split(":")[1] ?? "";
    groups.set(api, [...(groups.get(api) ?? []), permission]);
  }
  return [...groups];
}
