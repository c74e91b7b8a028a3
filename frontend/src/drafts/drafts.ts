/** Keeps what somebody typed until it is saved or thrown away: over a change of page, a reload or
 * a new login, in this tab and for this person only. */

const PREFIX = "usher-text:";
const listeners = new Set<() => void>();

interface Kept {
  owner: string;
  /** What the form is called, to lead back to it. */
  page: string;
  text: unknown;
}

/** A form with text that is not saved, on the page at this path. */
export interface UnsavedForm {
  path: string;
  page: string;
}

export function saveDraft(owner: string, path: string, page: string, text: object): void {
  sessionStorage.setItem(PREFIX + path, JSON.stringify({ owner, page, text } satisfies Kept));
  changed();
}

/** The text of the form at this path; null when there is none or it is another person's. */
export function loadDraft<Text>(owner: string, path: string): Text | null {
  const kept = keptAt(PREFIX + path);
  return kept?.owner === owner ? (kept.text as Text) : null;
}

export function deleteDraft(path: string): void {
  if (sessionStorage.getItem(PREFIX + path) === null) return;
  sessionStorage.removeItem(PREFIX + path);
  changed();
}

/** Drops it, and answers how to put it back. */
export function takeDraftAway(path: string): () => void {
  const text = sessionStorage.getItem(PREFIX + path);
  deleteDraft(path);
  return () => {
    if (text !== null) sessionStorage.setItem(PREFIX + path, text);
    changed();
  };
}

export function clearDrafts(): void {
  for (const key of keys()) sessionStorage.removeItem(key);
  changed();
}

/** The forms of this person that wait for them, in the order of their addresses. */
export function unsavedForms(owner: string): UnsavedForm[] {
  return keys().flatMap((key) => {
    const kept = keptAt(key);
    return kept?.owner === owner ? [{ path: key.slice(PREFIX.length), page: kept.page }] : [];
  });
}

/** Calls back when a text is kept or dropped; answers how to stop. */
export function onDraftsChange(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

function keys(): string[] {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(PREFIX))
    .sort();
}

function keptAt(key: string): Kept | null {
  return JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept | null;
}

function changed(): void {
  for (const listener of listeners) listener();
}
