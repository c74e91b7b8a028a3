/** What a change to a role means for the people who have it. */

import { inWords } from "@/ui/inWords";
import { counted } from "@/ui/numbers";
import type { Role, RoleDraft } from "./api";

export function peopleInWords(count: number): string {
  return count === 1 ? "1 person" : `${counted(count)} people`;
}

export function changeInWords(before: RoleDraft, after: RoleDraft, members: number): string[] {
  const given = after.permissions.filter((name) => !before.permissions.includes(name));
  const taken = before.permissions.filter((name) => !after.permissions.includes(name));
  const isRenamed = before.name !== after.name;
  return [
    ...(isRenamed ? [`${before.name} will be called ${after.name.trim() || "…"}.`] : []),
    ...affectedInWords(given.length + taken.length, members),
    ...(given.length > 0 ? [`${whoDoes(members, "gain")} ${inWords(given)}.`] : []),
    ...(taken.length > 0
      ? [`${whoDoes(members, "lose")} ${inWords(taken)}, unless they hold it another way.`]
      : []),
  ];
}

function affectedInWords(changes: number, members: number): string[] {
  if (changes === 0) return [];
  if (members === 0) return ["Nobody has this role, so nobody is affected."];
  return [`This affects ${peopleInWords(members)}.`];
}

function whoDoes(members: number, verb: string): string {
  if (members === 0) return `Whoever gets this role would ${verb}`;
  return members === 1 ? `That person ${verb}s` : `They ${verb}`;
}

/** Who loses what when the role goes away. */
export function lossInWords({ name, permissions, members }: Role): string {
  if (members === 0) return `Nobody has ${name}, so nobody loses anything.`;
  const who = `${peopleInWords(members)} ${members === 1 ? "has" : "have"} ${name}`;
  if (permissions.length === 0) return `${who}. It gives no tickets, so they lose none.`;
  return `${who}, and ${members === 1 ? "loses" : "lose"} ${inWords(permissions)}, unless they hold it another way.`;
}
