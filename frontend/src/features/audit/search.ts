/** What the address of the trail says: which part, whose changes, which, of what, and from when to when. */
import { oneOf, textIn } from "@/records/searchParams";

export const LISTS = ["rights", "records", "refusals"] as const;

export interface AuditSearch {
  /** The part that is shown: records, or refusals; rights where it is left out. */
  list?: "records" | "refusals" | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  /** With the id one thing and no other, as whatever else is called so or has the number in its name. */
  target_kind?: string | undefined;
  target_id?: string | undefined;
  /** A day and time by this computer's clock, as a field for them writes it: 2026-11-21T13:00. */
  since?: string | undefined;
  until?: string | undefined;
  /** The trail has one order only. */
  ordering?: undefined;
}

export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const [kind, id] = [textIn(raw.target_kind), textIn(raw.target_id)];
  return {
    list: oneOf(raw.list, ["records", "refusals"] as const),
    actor: textIn(raw.actor),
    action: textIn(raw.action),
    target: textIn(raw.target),
    // Half of it asks for nothing.
    target_kind: id && kind,
    target_id: kind && id,
    since: momentIn(raw.since),
    until: momentIn(raw.until),
  };
}

/** What narrows the part that is shown: refusals are narrowed by time alone. */
export function filtersOf({ list, ...search }: AuditSearch): Omit<AuditSearch, "list"> {
  if (list !== "refusals") return search;
  return { since: search.since, until: search.until };
}

/** The same for the server, which has a clock of its own. */
export function toQuery({ since, until, list: _, ...rest }: AuditSearch) {
  return { ...rest, since: instantOf(since), until: instantOf(until) };
}

function momentIn(raw: unknown): string | undefined {
  const text = textIn(raw);
  return text && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

export function instantOf(moment: string | undefined): string | undefined {
  return moment && new Date(moment).toISOString();
}

/** An instant on this computer's clock, as a field writes it. */
export function momentOf(instant: string): string {
  const at = new Date(instant);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Whether these are the two ends of one day of this computer's calendar. */
export function isWholeDay(since: string, until: string): boolean {
  const next = new Date(since);
  if (next.getHours() || next.getMinutes()) return false;
  next.setDate(next.getDate() + 1);
  return next.getTime() === new Date(until).getTime();
}
