/** The access tokens this page holds just now, one for each audience. */
import { useSyncExternalStore } from "react";
import { audiencesOf } from "@/session/audience";
import { type Claims, claimsOf } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";

export interface ShownToken {
  audience: string;
  token: string;
  claims: Claims | null;
}

/** Those in memory, the login's first; audiences never asked for are left out. */
export function useHeldTokens(): ShownToken[] {
  const { tokens, config } = useSession();
  const audiences = audiencesOf(config);
  // A text is the same value while the tokens are, which is what React compares by.
  const held = useSyncExternalStore(tokens.subscribe, () =>
    audiences.map((audience) => tokens.peek(audience)?.token ?? "").join(" "),
  );
  return held
    .split(" ")
    .map((token, index) => ({ audience: audiences[index] ?? "", token, claims: claimsOf(token) }))
    .filter(({ token }) => token !== "");
}
