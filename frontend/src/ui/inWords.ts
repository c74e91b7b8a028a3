/** Names of people, roles and permissions in a sentence. */
import type { MyAccess } from "@/session/types";

/** "a", "a and b", "a, b and c". */
export function inWords(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** More names than these say no more in a sentence. */
const FEW = 3;

/** "a, b, c and 9 others"; all of them where only one would be left out. */
export function fewInWords(names: readonly string[]): string {
  const others = names.length - FEW;
  if (others < 2) return inWords(names);
  return inWords([...names.slice(0, FEW), `${others} others`]);
}

/** Who made a change: a person, a machine or a command of an operator. */
export function actorInWords({ subject, name }: { subject: string; name: string }): string {
  if (subject.startsWith("command:")) return `the command ${subject.slice("command:".length)}`;
  if (subject === "system") return "the site itself";
  return name || subject || "nobody logged in";
}

/** "Batman and 2 others", or null where nobody is known. */
export function whoCanGrant(access: MyAccess | undefined): string | null {
  const ask = access?.ask;
  if (!ask || ask.names.length === 0) return null;
  if (ask.others === 0) return inWords(ask.names);
  return inWords([...ask.names, ask.others === 1 ? "1 other" : `${ask.others} others`]);
}
