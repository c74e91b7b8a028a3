/** Sends a request with the right access token, and a second time when an API refuses the token. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { audienceFor } from "@/session/audience";
import type { AuthorizedFetch } from "@/session/authorizedFetch";
import type { Config } from "@/session/config";
import { problemIn, SessionEnded } from "@/session/problem";
import type { TokenFacts } from "@/session/tokens";
import type { TokenStore } from "./tokenStore";

interface Options {
  config: Config;
  tokens: TokenStore;
  /** Called when even a fresh token is refused: the person has to log in again. */
  onExpired: (audience: string, sentence?: string) => void;
}

export function sendWithToken({ config, tokens, onExpired }: Options): AuthorizedFetch {
  return async (request, audience = audienceFor(request, config)) => {
    const token = await tokens.tokenFor(audience);
    // A body can be read once only, so the first try gets a copy.
    const response = await fetch(withToken(request.clone(), token));
    if (!refusesToken(response)) return response;

    const sentence = await reasonOf(response, tokens.held().get(audience));
    tokens.reject(audience, token);
    const fresh = await tokens.tokenFor(audience).catch((error: Error) => {
      if (sentence && error instanceof SessionEnded) onExpired(audience, sentence);
      throw error;
    });
    const second = await fetch(withToken(request, fresh));
    if (refusesToken(second)) {
      onExpired(audience, await reasonOf(second, tokens.held().get(audience)));
    }
    return second;
  };
}

/** Why a token is refused whose time is not over, such as that of somebody deactivated. */
async function reasonOf(
  response: Response,
  held: TokenFacts | undefined,
): Promise<string | undefined> {
  if (!held || held.expiresAt <= Date.now()) return undefined;
  const { detail } = await problemIn(response);
  if (!detail) return undefined;
  return i18n.locale === "en" ? detail : t`Your login is not taken here any more.`;
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
