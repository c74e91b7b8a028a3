/** Names, numbers, dates and lengths of time, as the language of the page writes them. */
import { i18n } from "@lingui/core";
import { plural, t } from "@lingui/core/macro";

const LISTS = new Intl.ListFormat(i18n.locale, { type: "conjunction" });
const NUMBERS = new Intl.NumberFormat(i18n.locale);
const DATES = new Intl.DateTimeFormat(i18n.locale, { dateStyle: "long" });
const MOMENTS = new Intl.DateTimeFormat(i18n.locale, { dateStyle: "medium", timeStyle: "short" });
const TIMES = new Intl.DateTimeFormat(i18n.locale, { timeStyle: "short" });
const EXACT = new Intl.DateTimeFormat(i18n.locale, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});
const RELATIVE = new Intl.RelativeTimeFormat(i18n.locale, { numeric: "auto" });

/** "a", "a and b", "a, b and c". */
export function formatList(names: readonly string[]): string {
  // English without the comma before "and", as this house writes it.
  return LISTS.format(names).replace(/, and /, " and ");
}

/** More names than these say no more in a sentence. */
const FEW = 3;

/** "a, b, c and 9 others"; all of them where only one would be left out. */
export function formatSome(names: readonly string[]): string {
  const others = names.length - FEW;
  if (others < 2) return formatList(names);
  return formatList([...names.slice(0, FEW), t`${others} others`]);
}

/** A directory may know somebody by nothing but the name they log in with. */
export function personName({ name, username }: { name: string; username: string }): string {
  return name.trim() || username;
}

/** Who made a change: a person, a machine or a command of an operator. */
export function actorName({ subject, name }: { subject: string; name: string }): string {
  const command = subject.startsWith("command:") && subject.slice("command:".length);
  if (command === "demo") return t`the demo`;
  if (command) return t`the command ${command}`;
  if (subject === "system") return t`the site itself`;
  return name || subject || t`nobody logged in`;
}

export function formatCount(count: number): string {
  return NUMBERS.format(count);
}

/** A number with so many places behind the point: "1.5", and "1,5" in German. */
export function formatDecimal(value: number, places: number): string {
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  return value.toLocaleString(i18n.locale, digits);
}

/** A day: "29 November 2026". */
export function formatDate(time: string | number | Date): string {
  return DATES.format(new Date(time));
}

/** A moment, to the minute: "29 Nov 2026, 21:10". */
export function formatMoment(time: string | number | Date): string {
  return MOMENTS.format(new Date(time));
}

/** A time of day: "21:10". */
export function formatTime(time: string | number | Date): string {
  return TIMES.format(new Date(time));
}

/** A moment to the second with its zone, for whoever compares it with a log. */
export function formatExact(time: string | number | Date): string {
  return EXACT.format(new Date(time));
}

/** Of the units that passed time is told in, the seconds. */
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 hours ago", "yesterday", "now". */
export function formatRelative(time: string | number | Date, now = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 60];
  return RELATIVE.format(Math.trunc(seconds / length), unit);
}

/** Years before our era are negative in the data. */
export function formatYear(year: number | null | undefined): string {
  if (year === null || year === undefined) return "";
  const before = -year;
  return year < 0 ? t`${before} BC` : String(year);
}

/** "a film", "an album"; in other languages the noun alone, whose article its sentence can do without. */
export function withArticle(noun: string): string {
  if (i18n.locale !== "en") return noun;
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** Without case and accents, as the server's search reads a text: "amelie" for "Amélie". */
export function fold(text: string): string {
  const letters = text.normalize("NFKD").replaceAll(/\p{Mn}/gu, "");
  // In capitals ß is SS.
  return letters.toUpperCase().toLowerCase();
}

/** As a sentence or a heading begins with it. */
export function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase(i18n.locale) + text.slice(1);
}

/** "1 permission", "3 permissions". */
export function formatPermissions(count: number): string {
  return plural(count, { one: "# permission", other: "# permissions" });
}
