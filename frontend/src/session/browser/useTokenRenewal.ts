/** Fetches tokens through the client, and keeps why the last one did not come. */
import { t } from "@lingui/core/macro";
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { strategyOf } from "@/session/audience";
import type { Config } from "@/session/config";
import { claimsOf, mayBeFor, namesClaim } from "@/session/jwt";
import { TokenRefused } from "@/session/problem";
import { errorFor, refusalIn, type TokenError, tokenErrorFrom } from "@/session/tokenError";
import { useClient } from "./client";
import { type GrantedByAudience, scopesToAsk } from "./scopes";

export type Renew = (audience: string) => Promise<string>;

interface Options {
  config: Config;
  held: GrantedByAudience;
  loggedInAt: RefObject<number | null>;
  provideRenew: (renew: Renew) => void;
}

export function useTokenRenewal({ config, held, loggedInAt, provideRenew }: Options) {
  const { renew: ask } = useClient();
  const [tokenError, setTokenError] = useState<TokenError | null>(null);
  const frameWorked = useRef(false);

  const fetchToken = useCallback<Renew>(
    async (audience) => {
      const token = await ask(audience, scopesToAsk(audience, config, held.get(audience)));
      if (!mayBeFor(token, audience)) throw new TokenRefused(t`The token is for another API.`);
      frameWorked.current = !strategyOf(config).usesRefreshToken;
      return token;
    },
    [config, held, ask],
  );

  const renew = useCallback<Renew>(
    async (audience) => {
      try {
        const first = await fetchToken(audience);
        const token = noteGrantedIn(first, audience, config, held)
          ? await fetchToken(audience)
          : first;
        setTokenError((last) => (isOver(last, audience) ? null : last));
        return token;
      } catch (error) {
        const seen = { loggedInAt: loggedInAt.current, frameWorked: frameWorked.current };
        const reason = tokenErrorFrom(error as Error, audience, config, seen);
        if (!reason) throw refusalIn(error as Error, audience);
        // The same again is no news, and must not open a dialog that was closed.
        setTokenError((last) => (isSame(last, reason) ? last : reason));
        throw errorFor(reason);
      }
    },
    [fetchToken, config, held, loggedInAt],
  );

  useLayoutEffect(() => provideRenew(renew), [provideRenew, renew]);
  return { tokenError, setTokenError };
}

/** Any token shows that the session goes on; an agreement is settled by its own token alone. */
function isOver(last: TokenError | null, audience: string): boolean {
  return last?.kind !== "consent" || last.audience === audience;
}

function isSame(one: TokenError | null, other: TokenError): boolean {
  return one?.kind === other.kind && one.audience === other.audience;
}

/** Where only what is held may be asked and nobody could say what that is, the first token says
 * it. True when another is worth asking for, with scopes this time. */
function noteGrantedIn(token: string, audience: string, config: Config, held: GrantedByAudience) {
  const offered = config.scopes[audience] ?? [];
  if (!strategyOf(config).usesRefreshToken || held.get(audience) || offered.length === 0)
    return false;
  const permissions = namesClaim(claimsOf(token), "permissions") ?? [];
  held.set(audience, permissions);
  return permissions.length > 0;
}
