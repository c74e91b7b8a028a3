/** Says something to screen readers through the page's one live region. */

let listener: ((sentence: string) => void) | null = null;

export function announce(sentence: string): void {
  listener?.(sentence);
}

/** For the live region itself; answers how to stop. */
export function onAnnouncement(say: (sentence: string) => void): () => void {
  listener = say;
  return () => {
    listener = null;
  };
}
