/** The access tokens this page holds just now, one for each audience, for showing them. */
import { useSyncExternalStore } from "react";
import { audiencesOf } from "./audience";
import { type Claims, claimsOf } from "./jwt";
import { useSession } from "./SessionContext";
import type { TokenSnapshot } from "./tokenStore";

export interface HeldToken extends TokenSnapshot {
  audience: string;
  /** Null when the token is opaque. */
  claims: Claims | null;
}

/** The login's first. Audiences never asked for are left out; a token may have expired. */
export function useTokens(): HeldToken[] {
  const { tokens, config } = useSession();
  const audiences = audiencesOf(config);
  // A text is the same value while the tokens are, which is what React compares by.
  useSyncExternalStore(tokens.subscribe, () =>
    audiences.map((audience) => tokens.peek(audience)?.token ?? "").join(" "),
  );
  return audiences.flatMap((audience) => {
    const held = tokens.peek(audience);
    return held ? [{ ...held, audience, claims: claimsOf(held.token) }] : [];
  });
}

/** The claims of the token that came with the login, null while there is none. */
export function useLoginClaims(): Claims | null {
  const { config } = useSession();
  return useTokens().find(({ audience }) => audience === config.audience)?.claims ?? null;
}
