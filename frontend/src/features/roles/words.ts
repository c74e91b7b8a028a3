/** What a change to a role means, in words. */

import { plural, t } from "@lingui/core/macro";
import { formatCount } from "@/ui/format";
import type { RoleDraft } from "./api";

export const WITHOUT_NAME = t`Give the role a name.`;

export function peopleInWords(count: number): string {
  const many = formatCount(count);
  return plural(count, { one: "1 person", other: `${many} people` });
}

export function renamingInWords(before: RoleDraft, after: RoleDraft): string[] {
  if (before.name === after.name) return [];
  const name = after.name.trim() || "…";
  return [t`${before.name} will be called ${name}.`];
}

export function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}
