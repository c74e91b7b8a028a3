/** What the address of the trail says: whose changes, which, of what, and from when to when. */
import { textIn } from "@/records/searchParams";

export interface AuditSearch {
  actor?: string | undefined;
  action?: string | undefined;
  target?: string | undefined;
  /** A day and time by this computer's clock, as a field for them writes it: 2026-11-21T13:00. */
  since?: string | undefined;
  until?: string | undefined;
  /** The trail has one order only. */
  ordering?: undefined;
}

export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  return {
    actor: textIn(raw.actor),
    action: textIn(raw.action),
    target: textIn(raw.target),
    since: momentIn(raw.since),
    until: momentIn(raw.until),
  };
}

/** The same for the server, which has a clock of its own. */
export function toQuery({ since, until, ...rest }: AuditSearch): AuditSearch {
  return { ...rest, since: instantOf(since), until: instantOf(until) };
}

function momentIn(raw: unknown): string | undefined {
  const text = textIn(raw);
  return text && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

function instantOf(moment: string | undefined): string | undefined {
  return moment && new Date(moment).toISOString();
}
