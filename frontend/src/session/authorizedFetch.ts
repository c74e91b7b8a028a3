/** fetch as the person who is logged in: the one place through which every request of theirs goes,
 * and in which a refused one is met. */
import { addressFor } from "./audience";
import type { Config } from "./config";
import { problemIn, Unreachable } from "./problem";

/** Sends a request with the token of the API it is for, or with that of the audience named. */
export type AuthorizedFetch = (request: Request, audience?: string) => Promise<Response>;

/** `send` is that of whoever keeps the tokens. */
export function createAuthorizedFetch(send: AuthorizedFetch): AuthorizedFetch {
  return async (request, audience) => {
    if (new URL(request.url).origin !== window.location.origin) {
      throw new Error("A token stays on this site.");
    }
    return send(request, audience).catch((reason: Error) => {
      // fetch rejects with a TypeError when no answer came.
      throw reason instanceof TypeError ? new Unreachable(reason.message) : reason;
    });
  };
}

interface Source {
  authorizedFetch: AuthorizedFetch;
  config: Config;
}

/** What GET answers at one of this site's addresses. Throws a Problem where it is refused. */
export async function getJson<Data>(
  { authorizedFetch, config }: Source,
  path: string,
  signal: AbortSignal,
  audience?: string,
): Promise<Data> {
  return jsonOf(await authorizedFetch(requestTo(path, config, { signal }), audience));
}

/** A request to one of this site's addresses, sent where the strategy sends it. */
export function requestTo(path: string, config: Config, init: RequestInit): Request {
  return new Request(addressFor(new URL(path, window.location.origin).href, config), init);
}

export async function jsonOf<Data>(response: Response): Promise<Data> {
  if (response.ok) return response.json();
  throw await problemIn(response);
}
