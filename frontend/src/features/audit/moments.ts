/** Moments in words, by the clock and the calendar of who reads. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whose clock it is, as the API takes it: Europe/Berlin. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** "3 minutes ago". */
export function formatAgo(at: string, now = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const age = Math.abs(seconds);
  if (age < MINUTE) return t`just now`;
  const [size, unit] =
    age < HOUR
      ? ([MINUTE, "minute"] as const)
      : age < DAY
        ? ([HOUR, "hour"] as const)
        : ([DAY, "day"] as const);
  const words = new Intl.RelativeTimeFormat(i18n.locale, { numeric: "always" });
  return words.format(Math.trunc(seconds / size), unit);
}

/** "14:03:22". */
export function formatTime(at: string): string {
  return format(at, { timeStyle: "medium" });
}

/** "21 November 2026 at 14:03:22 CET". */
export function formatExact(at: string): string {
  return format(at, {
    dateStyle: "long",
    timeStyle: "long",
  });
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

/** "21 Nov 2026, 14:03". */
export function formatMoment(at: string): string {
  return format(at, { dateStyle: "medium", timeStyle: "short" });
}

/** "21 Nov 2026". */
export function formatDate(at: string): string {
  return format(at, { dateStyle: "medium" });
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
