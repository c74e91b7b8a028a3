/** Keeps what somebody typed over a reload or a new login, in this tab and for this person only. */

const PREFIX = "usher-text:";

export function keepText(owner: string, text: object): void {
  sessionStorage.setItem(keyHere(), JSON.stringify({ owner, text }));
}

/** Answers the kept text of this page once; null when there is none or it is another person's. */
export function takeText<Text>(owner: string): Text | null {
  const kept = sessionStorage.getItem(keyHere());
  sessionStorage.removeItem(keyHere());
  if (!kept) return null;
  const { owner: writer, text } = JSON.parse(kept) as { owner: string; text: Text };
  return writer === owner ? text : null;
}

export function forgetTexts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}

function keyHere(): string {
  return PREFIX + window.location.pathname;
}
