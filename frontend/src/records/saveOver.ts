/** Saves over the version that was seen. Where somebody saved a newer one meanwhile, both changes are
 * brought together and sent once more; only what both changed differently waits for the person. */
import type { Versioned } from "@/api/client";
import { statusOf } from "@/session/problem";
import { type FormValues, type Lists, merge } from "./merge";

/** What of somebody else's was saved together with one's own. */
export interface Together<Values, Latest = Versioned<Values>> {
  fields: (keyof Values & string)[];
  latest: Latest;
}

interface Ways<Values, Latest, Saved> {
  lists: Lists;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  save: (
    values: Values,
    etag: string | null,
    together: Together<Values, Latest> | null,
  ) => Promise<Saved>;
  /** Fetches what somebody else has saved meanwhile; left out for what is new. */
  latest?: (() => Promise<Latest>) | undefined;
}

/** Thrown where somebody else changed the same to something else. */
export class Disputed<Values extends FormValues, Latest> {
  readonly values: Values;
  /** What it was made from. */
  readonly over: Versioned<Values>;
  readonly latest: Latest;
  constructor(values: Values, over: Versioned<Values>, latest: Latest) {
    this.values = values;
    this.over = over;
    this.latest = latest;
  }
}

/** One try for each version that comes between. A server that never lets one pass is not asked for ever. */
const MOST_TRIES = 5;

export async function saveOver<Values extends FormValues, Latest extends Versioned<Values>, Saved>(
  values: Values,
  over: Versioned<Values>,
  ways: Ways<Values, Latest, Saved>,
  together: Together<Values, Latest> | null = null,
  tries = MOST_TRIES,
): Promise<{ saved: Saved; over: Versioned<Values>; together: (keyof Values & string)[] }> {
  try {
    const saved = await ways.save(values, over.etag, together);
    return { saved, over, together: together?.fields ?? [] };
  } catch (error) {
    if (statusOf(error) !== 412 || !ways.latest || tries === 0) throw error;
    const latest = await ways.latest();
    const both = merge(over.value, values, latest.value, ways.lists);
    if (both.disputed.length > 0) throw new Disputed(values, over, latest);
    const fields = [...new Set([...(together?.fields ?? []), ...both.theirs])];
    const next = fields.length > 0 ? { fields, latest } : null;
    return saveOver(both.fields, latest, ways, next, tries - 1);
  }
}
