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

/** A warning before a permission is taken from the last who hold it. It is allowed; they should know. */
export function nobodyWouldHold(names: readonly string[]): string[] {
  return names.length > 0 ? [t`Nobody would hold ${formatList(names)} any more.`] : [];
}
