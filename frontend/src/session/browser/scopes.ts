/** Which scopes a token is asked with, without the person. */
import { strategyOf } from "@/session/audience";
import { ABOUT_THE_PERSON, allScopes, type Config } from "@/session/config";

/** The permissions known to be held at each audience, so that a token is asked with no more. */
export type GrantedByAudience = Map<string, readonly string[]>;

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
