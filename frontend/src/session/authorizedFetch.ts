/** fetch with the right access token, and with one second try when an API refuses the token. */
import type { TokenMemory } from "./tokenMemory";

interface Options {
  tokens: TokenMemory;
  audienceFor: (request: Request) => string;
  /** Called when even a fresh token is refused: the person has to log in again. */
  onExpired: (audience: string) => void;
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

    tokens.reject(audience, token);
    const second = await fetch(withToken(request, await tokens.tokenFor(audience)));
    if (refusesToken(second)) onExpired(audience);
    return second;
  };
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
