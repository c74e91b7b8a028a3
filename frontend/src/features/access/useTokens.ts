/** The tokens this page holds, as they are now. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { audiencesOf } from "@/session/audience";
import { type Claims, claimsOf } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import type { ShownToken } from "@/session/tokenMemory";

export interface ShownAccessToken extends ShownToken {
  claims: Claims | null;
}

/** Null until something has been asked with this audience, which is that of the login if none
 * is named. */
export function useAccessToken(audience?: string): ShownAccessToken | null {
  const { tokens, config } = useSession();
  const held = useSyncExternalStore(tokens.subscribe, () =>
    tokens.peek(audience ?? config.audience),
  );
  return held ? { ...held, claims: claimsOf(held.token) } : null;
}

/** The audiences this page holds a token for just now. */
export function useHeldAudiences(): string[] {
  const { tokens, config } = useSession();
  // A text is the same value while the tokens are, which is what React compares by.
  const held = useSyncExternalStore(tokens.subscribe, () =>
    audiencesOf(config).filter(tokens.peek).join(" "),
  );
  return held.split(" ").filter(Boolean);
}

/** The claims of the ID token, read again whenever a new token has come. */
export function useIdToken(): Claims | null {
  const { readIdToken, tokens } = useSession();
  const [claims, setClaims] = useState<Claims | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = () => void readIdToken().then((now) => isCurrent && setClaims(now));
    read();
    // Each access token comes with an ID token in the same answer.
    const stop = tokens.subscribe(read);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [readIdToken, tokens]);
  return claims;
}
