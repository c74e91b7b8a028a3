/** What the columns of the map are called, and what was left out of them. */
import { t } from "@lingui/core/macro";
import { formatList } from "@/ui/format";
import { type Graph, KINDS, type Kind } from "./graph";

export const TITLES: Record<Kind, string> = {
  person: t`People`,
  role: t`Roles`,
  permission: t`Tickets`,
  api: t`APIs`,
};

const OF_ALL: Record<Kind, (drawn: number, all: number) => string> = {
  person: (drawn, all) => t`${drawn} of ${all} people`,
  role: (drawn, all) => t`${drawn} of ${all} roles`,
  permission: (drawn, all) => t`${drawn} of ${all} tickets`,
  api: (drawn, all) => t`${drawn} of ${all} APIs`,
};

/** "Drawn are 24 of 200 people. The table has all of them." Empty where nothing is left out. */
export function leftOutInWords({ nodes }: Graph, leftOut: Record<Kind, number>): string {
  const parts = KINDS.filter((kind) => leftOut[kind] > 0).map((kind) => {
    const all = nodes.filter((node) => node.kind === kind).length;
    const drawn = all - leftOut[kind];
    return OF_ALL[kind](drawn, all);
  });
  if (parts.length === 0) return "";
  const some = formatList(parts);
  return t`Drawn are ${some}. The table has all of them; choosing one draws what belongs to it.`;
}
