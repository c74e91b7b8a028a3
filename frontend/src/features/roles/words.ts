/** What a change to a role means for the people who have it. */

import { nobodyWouldHold } from "@/permissions/sentences";
import { formatCount, formatList } from "@/ui/format";
import type { Affected, Role, RoleDraft, RolePreview } from "./api";

export const WITHOUT_NAME = "Give the role a name.";

export function peopleInWords(count: number): string {
  return count === 1 ? "1 person" : `${formatCount(count)} people`;
}

/** The preview is undefined until the server has answered. */
export function changeInWords(
  before: RoleDraft,
  after: RoleDraft,
  members: number,
  preview: RolePreview | undefined,
): string[] {
  return [
    ...(before.name === after.name
      ? []
      : [`${before.name} will be called ${after.name.trim() || "…"}.`]),
    ...(isSame(before.permissions, after.permissions) ? [] : affectedInWords(members, preview)),
  ];
}

/** Who loses what when the role goes away. */
export function lossInWords({ name, members }: Role, preview: RolePreview | undefined): string[] {
  if (members === 0) return [`Nobody has ${name}, so nobody loses anything.`];
  return affectedInWords(members, preview);
}

function affectedInWords(members: number, preview: RolePreview | undefined): string[] {
  if (members === 0) return ["Nobody has this role, so nobody is affected."];
  if (!preview) return [`${peopleInWords(members)} may be affected. Whom, is being looked up.`];
  const { gains, losses, without_holder } = preview;
  if (gains.length + losses.length === 0) {
    return [
      "Nobody gains or loses anything: who has this role holds it another way, or may not log in.",
    ];
  }
  return [
    ...gains.map((affected) => doesInWords(affected, "gain")),
    ...losses.map((affected) => doesInWords(affected, "lose")),
    ...nobodyWouldHold(without_holder),
  ];
}

function doesInWords({ names, count, permissions }: Affected, verb: string): string {
  const others = count - names.length;
  const who = formatList([
    ...names,
    ...(others > 0 ? [others === 1 ? "1 other" : `${formatCount(others)} others`] : []),
  ]);
  return `${who} ${count === 1 ? `${verb}s` : verb} ${formatList(permissions)}.`;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}
