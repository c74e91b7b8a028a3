/** Days and their zone in words, by the clock and the calendar of who reads. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

/** Whose clock it is, as the API takes it: Europe/Berlin. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** "14:03:22". */
export function formatTimeToSecond(at: string): string {
  return format(at, { timeStyle: "medium" });
}

/** "Saturday, 21 November 2026", with a word for the last two. */
export function formatDay(at: string, now = new Date()): string {
  const day = format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (dayOf(at) === dayOf(now.toISOString())) return t`Today, ${day}`;
  if (dayOf(at) === dayOf(yesterday.toISOString())) return t`Yesterday, ${day}`;
  return day;
}

/** "21", as short as a bar of a chart is wide; with its month where that begins, and on the first bar. */
export function formatShortDay(day: string, withMonth: boolean): string {
  const month = withMonth || day.endsWith("-01") ? ({ month: "short" } as const) : {};
  return format(`${day}T12:00:00Z`, { day: "numeric", ...month, timeZone: "UTC" });
}

/** What the zone is called: "Europe/Berlin, GMT+1". */
export function zoneInWords(zone: string): string {
  const parts = new Intl.DateTimeFormat(i18n.locale, {
    timeZone: zone,
    timeZoneName: "shortOffset",
  }).formatToParts();
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value;
  return offset && zone !== "UTC" ? `${zone}, ${offset}` : zone;
}

/** The day a moment lies in by this computer's clock; two of one day are equal. */
export function dayOf(at: string): string {
  return new Date(at).toDateString();
}

function format(at: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18n.locale, options).format(new Date(at));
}
