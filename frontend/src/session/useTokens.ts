/** The access tokens that are held just now, one for each audience, for showing them. */
import { useSyncExternalStore } from "react";
import { audiencesOf } from "./audience";
import type { Claims } from "./jwt";
import { useSession } from "./SessionContext";
import type { TokenFacts } from "./tokens";

export interface HeldToken extends TokenFacts {
  audience: string;
}

/** The login's first. Audiences never asked for are left out; a token may have expired. */
export function useTokens(): HeldToken[] {
  const { tokens, config } = useSession();
  const held = useSyncExternalStore(tokens.subscribe, tokens.held);
  return audiencesOf(config).flatMap((audience) => {
    const facts = held.get(audience);
    return facts ? [{ ...facts, audience }] : [];
  });
}

/** The claims of the token that came with the login, null while there is none. */
export function useLoginClaims(): Claims | null {
  const { config } = useSession();
  return useTokens().find(({ audience }) => audience === config.audience)?.claims ?? null;
}
