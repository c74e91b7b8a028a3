/** Which scopes a token is asked with. */
import { strategyOf } from "./audience";
import type { Config } from "./config";

/** The permissions known to be held at each audience, so that a token is asked with no more. */
export type GrantedByAudience = Map<string, readonly string[]>;

/** Asked with every token: only one ID token is kept, and without these the next has no name. */
export const ABOUT_THE_PERSON = "openid profile email";

/** All scopes of an audience, for a login and for a hidden frame: the provider gives what is held. */
export function allScopes(audience: string, config: Config): string {
  return [ABOUT_THE_PERSON, ...(config.scopes[audience] ?? [])].join(" ");
}

/** What a silent request asks. With a refresh token the SDK counts a scope that was asked and not
 * granted as a failure and tries again by a frame, so only what is held is asked there.
 *
 * `held` are the permissions known to be held at the audience, undefined while nothing is known. */
export function scopesToAsk(
  audience: string,
  config: Config,
  held: readonly string[] | undefined,
): string {
  if (!strategyOf(config).usesRefreshToken) return allScopes(audience, config);
  const offered = config.scopes[audience] ?? [];
  return [ABOUT_THE_PERSON, ...offered.filter((name) => held?.includes(name))].join(" ");
}
