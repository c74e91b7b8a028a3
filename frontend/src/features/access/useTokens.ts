/** The tokens this page holds, as they are now. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { type Claims, claimsOf } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";

export interface ShownAccessToken {
  token: string;
  claims: Claims | null;
  /** In milliseconds by this computer's clock. */
  expiresAt: number;
}

/** Null until an API has been asked for the first time. */
export function useAccessToken(): ShownAccessToken | null {
  const { tokens, config } = useSession();
  const held = useSyncExternalStore(tokens.subscribe, () => tokens.peek(config.audience));
  return held ? { ...held, claims: claimsOf(held.token) } : null;
}

/** The claims of the ID token, read again whenever a new token has come. */
export function useIdToken(): Claims | null {
  const { readIdToken } = useSession();
  const access = useAccessToken()?.token;
  const [claims, setClaims] = useState<Claims | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: both tokens come with one answer
  useEffect(() => {
    let isCurrent = true;
    void readIdToken().then((read) => isCurrent && setClaims(read));
    return () => {
      isCurrent = false;
    };
  }, [readIdToken, access]);
  return claims;
}
