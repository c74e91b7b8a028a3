/** A fetch for the APIs that only reads: whatever would change something is refused here. */
import type { AuthorizedFetch } from "./authorizedFetch";

/** Nothing is changed while the person looks through somebody else's eyes. The message says so. */
export class LookingOnly extends Error {}

export function readOnlyFetch(fetch: AuthorizedFetch, sentence: string): AuthorizedFetch {
  return async (request, audience) => {
    if (request.method !== "GET") throw new LookingOnly(sentence);
    return fetch(request, audience);
  };
}
