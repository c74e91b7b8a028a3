/** What the columns of the map are called, and what was left out of them. */
import { formatList } from "@/ui/format";
import { type Graph, KINDS, type Kind } from "./graph";

export const TITLES: Record<Kind, string> = {
  person: "People",
  role: "Roles",
  permission: "Permissions",
  api: "APIs",
};

/** "Drawn are 24 of 200 people. The table has all of them." Empty where nothing is left out. */
export function leftOutInWords({ nodes }: Graph, leftOut: Record<Kind, number>): string {
  const parts = KINDS.filter((kind) => leftOut[kind] > 0).map((kind) => {
    const all = nodes.filter((node) => node.kind === kind).length;
    return `${all - leftOut[kind]} of ${all} ${TITLES[kind].toLowerCase()}`;
  });
  if (parts.length === 0) return "";
  return `Drawn are ${formatList(parts)}. The table has all of them; choosing one draws what belongs to it.`;
}
