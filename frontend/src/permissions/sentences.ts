/** Who can give a permission, and who would lack it, in words. */
import { plural, t } from "@lingui/core/macro";
import type { MyAccess } from "@/session/types";
import { formatList } from "@/ui/format";

/** "Batman and 2 others", or null where nobody is known. */
export function whoCanGrant(access: MyAccess | undefined): string | null {
  const ask = access?.ask;
  if (!ask || ask.names.length === 0) return null;
  if (ask.others === 0) return formatList(ask.names);
  return formatList([...ask.names, plural(ask.others, { one: "# other", other: "# others" })]);
}

/** "Ask Batman and 2 others." */
export function askFor(names: string | null): string {
  return names ? t`Ask ${names}.` : t`Ask the people who run this site.`;
}

/** What keeps people from giving and taking more. */
export function ruleOfGiving(): string {
  return t`You give only what you hold, and take only from who holds no more than you.`;
}

/** Why some tickets of a choice cannot be changed. */
export function greyedOut(): string {
  return `${t`Greyed out is what you lack, or what you may not take.`} ${ruleOfGiving()}`;
}

/** A warning before a permission is taken from the last who hold it. It is allowed; they should know. */
export function nobodyWouldHold(names: readonly string[]): string[] {
  return names.length > 0 ? [t`Nobody would hold ${formatList(names)} any more.`] : [];
}
