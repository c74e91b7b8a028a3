/** Whether single keys do anything, and where they never do. */

/** As this browser keeps it: they are on until somebody turns them off. */
export const SINGLE_KEYS = { key: "usher-single-keys", defaultValue: true };

const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

/** Whether a key that is pressed here writes or chooses something. */
export function inField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null;
}
