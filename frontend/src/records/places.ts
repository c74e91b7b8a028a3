/** Where each list was left, so that Back, a reload and the way back from a record lead there: what it
 * was narrowed down to, and how far it was read. Kept as long as the tab is open. */
import type { RecordId, Search } from "./collection";
import type { Start } from "./usePages";

/** How far a list was read. */
export interface Place {
  /** The row at the top, and how much of it was scrolled by, in pixels. */
  index: number;
  offset: number;
  /** Where the pages begin that were held, and where it can be read on at once if they are not. */
  held: Start;
  near: Start;
}

interface Left {
  search: Search;
  /** Of the entry in the browser's history. */
  key: string | undefined;
}

interface Kept {
  lists: Record<string, Left>;
  places: Record<string, Place>;
}

const STORED = "usher-lists";
/** Entries of the history of which it is known how far was read. */
const MOST = 30;

let kept: Kept | undefined;

/** The row that was opened last from each entry, which has the focus when one comes back. */
const opened = new Map<string, RecordId>();

function load(): Kept {
  if (kept) return kept;
  try {
    kept = read(sessionStorage.getItem(STORED) ?? "");
  } catch {
    kept = { lists: {}, places: {} };
  }
  addEventListener("pagehide", store);
  return kept;
}

/** Throws for what another version of this page, or a hand, has left. */
function read(text: string): Kept {
  const { lists, places } = JSON.parse(text) as Kept;
  const isWhole =
    Object.values(lists).every(({ search }) => search instanceof Object) &&
    Object.values(places).every(({ index, offset, held, near }) =>
      [index, offset, held.at, near.at].every(Number.isFinite),
    );
  if (!isWhole) throw new Error("These are no places.");
  return { lists, places };
}

function store(): void {
  if (kept) sessionStorage.setItem(STORED, JSON.stringify(kept));
}

export function rememberSearch(list: string, search: Search, key?: string): void {
  load().lists[list] = { search, key };
}

export function lastSearch(list: string): Search {
  return load().lists[list]?.search ?? {};
}

/** Of the entry in the history in which a list was seen last. */
export function lastKey(list: string): string | undefined {
  return load().lists[list]?.key;
}

export function rememberPlace(key: string | undefined, place: Place): void {
  if (!key) return;
  const { places } = load();
  // Anew at the end: what is dropped is what was left first.
  delete places[key];
  places[key] = place;
  for (const oldest of Object.keys(places).slice(0, -MOST)) delete places[oldest];
}

export function placeOf(key: string | undefined): Place | undefined {
  return key ? load().places[key] : undefined;
}

export function rememberOpened(key: string | undefined, id: RecordId): void {
  if (key) opened.set(key, id);
}

export function openedFrom(key: string | undefined): RecordId | undefined {
  return key ? opened.get(key) : undefined;
}

export function clearSearches(): void {
  opened.clear();
  kept = { lists: {}, places: {} };
  sessionStorage.removeItem(STORED);
}
