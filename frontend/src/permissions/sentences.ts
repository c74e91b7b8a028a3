/** Who can give a permission, and who would lack it, in words. */
import type { MyAccess } from "@/session/types";
import { formatList } from "@/ui/format";

/** "Batman and 2 others", or null where nobody is known. */
export function whoCanGrant(access: MyAccess | undefined): string | null {
  const ask = access?.ask;
  if (!ask || ask.names.length === 0) return null;
  if (ask.others === 0) return formatList(ask.names);
  return formatList([...ask.names, ask.others === 1 ? "1 other" : `${ask.others} others`]);
}

/** A warning before a permission is taken from the last who hold it. It is allowed; they should know. */
export function nobodyWouldHold(names: readonly string[]): string[] {
  return names.length > 0 ? [`Nobody would hold ${formatList(names)} any more.`] : [];
}
