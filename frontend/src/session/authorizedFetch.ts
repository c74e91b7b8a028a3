/** fetch with the right access token, and with one second try when an API refuses the token. */
import { audienceFor } from "./audience";
import type { Config } from "./config";
import { Problem, SessionEnded, Unreachable } from "./problem";
import type { TokenSnapshot, TokenStore } from "./tokenStore";

/** Sends a request with the token of the API it is for, or with that of the audience named. */
export type AuthorizedFetch = (request: Request, audience?: string) => Promise<Response>;

interface Options {
  config: Config;
  tokens: TokenStore;
  /** Called when even a fresh token is refused: the person has to log in again. */
  onExpired: (audience: string, sentence?: string) => void;
}

export function createAuthorizedFetch({ config, tokens, onExpired }: Options): AuthorizedFetch {
  async function send(request: Request, audience: string): Promise<Response> {
    const token = await tokens.tokenFor(audience);
    // A body can be read once only, so the first try gets a copy.
    const response = await fetch(withToken(request.clone(), token));
    if (!refusesToken(response)) return response;

    const sentence = await reasonOf(response, tokens.peek(audience));
    tokens.reject(audience, token);
    const fresh = await tokens.tokenFor(audience).catch((error: Error) => {
      if (sentence && error instanceof SessionEnded) onExpired(audience, sentence);
      throw error;
    });
    const second = await fetch(withToken(request, fresh));
    if (refusesToken(second)) onExpired(audience, await reasonOf(second, tokens.peek(audience)));
    return second;
  }

  return async (request, audience = audienceFor(request, config)) => {
    if (new URL(request.url).origin !== window.location.origin) {
      throw new Error("A token stays on this site.");
    }
    return send(request, audience).catch((reason: Error) => {
      // fetch rejects with a TypeError when no answer came.
      throw reason instanceof TypeError ? new Unreachable(reason.message) : reason;
    });
  };
}

/** What GET answers at one of this site's addresses. Throws a Problem where it is refused. */
export async function getJson<Data>(
  fetch: AuthorizedFetch,
  path: string,
  signal: AbortSignal,
  audience?: string,
): Promise<Data> {
  return jsonOf(await fetch(requestTo(path, { signal }), audience));
}

export function requestTo(path: string, init: RequestInit): Request {
  return new Request(new URL(path, window.location.origin), init);
}

export async function jsonOf<Data>(response: Response): Promise<Data> {
  if (response.ok) return response.json();
  throw new Problem(response, await response.json().catch(() => null));
}

/** Why a token is refused whose time is not over, such as that of somebody deactivated. */
async function reasonOf(
  response: Response,
  held: TokenSnapshot | undefined,
): Promise<string | undefined> {
  if (!held || held.expiresAt <= Date.now()) return undefined;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return new Problem(response, body).detail || undefined;
}

function withToken(request: Request, token: string): Request {
  request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

/** RFC 6750 section 3.1; a 401 of another kind would not get better by a new token. */
function refusesToken(response: Response): boolean {
  const challenge = response.headers.get("WWW-Authenticate") ?? "";
  return response.status === 401 && challenge.includes("invalid_token");
}
