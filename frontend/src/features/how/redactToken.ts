/** A token to tell it from others by, never to use: both ends, without the middle. */

const HEAD = 12;
const TAIL = 4;

/** The head alone is the same for all tokens of a provider, as it only names the algorithm.
 * Opaque tokens are short, so that of those only the head is shown, and little of it. */
export function redactToken(token: string): string {
  if (token.length < (HEAD + TAIL) * 4) return `${token.slice(0, TAIL)}…`;
  return `${token.slice(0, HEAD)}…${token.slice(-TAIL)}`;
}
