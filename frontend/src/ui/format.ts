/** Names of people, roles and permissions in a sentence. */
/** "a", "a and b", "a, b and c". */
export function formatList(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** More names than these say no more in a sentence. */
const FEW = 3;

/** "a, b, c and 9 others"; all of them where only one would be left out. */
export function formatSome(names: readonly string[]): string {
  const others = names.length - FEW;
  if (others < 2) return formatList(names);
  return formatList([...names.slice(0, FEW), `${others} others`]);
}

/** Who made a change: a person, a machine or a command of an operator. */
export function actorName({ subject, name }: { subject: string; name: string }): string {
  if (subject.startsWith("command:")) return `the command ${subject.slice("command:".length)}`;
  if (subject === "system") return "the site itself";
  return name || subject || "nobody logged in";
}

export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** Years before our era are negative in the data. */
export function formatYear(year: number | null | undefined): string {
  if (year === null || year === undefined) return "";
  return year < 0 ? `${-year} BC` : String(year);
}

/** "a film", "an album". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
