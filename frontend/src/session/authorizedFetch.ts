/** fetch with the right access token, and with one second try when an API refuses the token. */
import { problemFrom, SessionEnded } from "./problem";
import type { TokenSnapshot, TokenStore } from "./tokenStore";

interface Options {
  tokens: TokenStore;
  audienceFor: (request: Request) => string;
  /** Called when even a fresh token is refused: the person has to log in again. */
  onExpired: (audience: string, sentence?: string) => void;
}

export function authorizedFetch({ tokens, audienceFor, onExpired }: Options) {
  return async (request: Request): Promise<Response> => {
    if (new URL(request.url).origin !== window.location.origin) {
      throw new Error("A token stays on this site.");
    }
    const audience = audienceFor(request);
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
  };
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
  return problemFrom(response, body).detail || undefined;
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
