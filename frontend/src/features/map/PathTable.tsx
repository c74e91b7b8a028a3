/** The map as a table: each person by each of their roles, with what it gives. */
import { formatList } from "@/ui/format";
import type { AccessPath, Graph } from "./graph";
import { accessPaths } from "./graph";
import classes from "./PathTable.module.css";

export function PathTable({ graph }: { graph: Graph }) {
  const titles = new Map(
    graph.nodes.filter(({ kind }) => kind === "api").map(({ id, label }) => [id, label]),
  );
  return (
    <table className={classes.table} aria-label="Who holds what, and through what">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Through</th>
          <th scope="col">Permissions</th>
          <th scope="col">APIs</th>
        </tr>
      </thead>
      <tbody>
        {accessPaths(graph).map((way) => (
          <tr key={`${way.person?.id} ${way.role?.id}`}>
            <th scope="row">{way.person?.label ?? "nobody"}</th>
            <td>{throughInWords(way)}</td>
            <td>
              <code translate="no">{way.permissions.map(({ id }) => id).join(", ")}</code>
              {way.permissions.length === 0 && "no permissions"}
            </td>
            <td>{apisInWords(way, titles)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function throughInWords({ role, permissions }: AccessPath): string {
  if (role) return `the role ${role.label}`;
  return permissions.length > 0 ? "given directly" : "no role";
}

function apisInWords({ permissions }: AccessPath, titles: ReadonlyMap<string, string>): string {
  const names = new Set(permissions.map(({ id }) => id.split(":")[1] ?? ""));
  return formatList([...names].map((name) => titles.get(name) ?? name)) || "no API";
}
