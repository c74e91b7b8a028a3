/** Tells when a token has taken the place of another. The first of an audience replaces none. */
import type { TokenStore } from "@/session/tokenStore";

export function onTokenRenewed(
  tokens: Pick<TokenStore, "peek" | "subscribe">,
  audiences: readonly string[],
  tell: () => void,
): () => void {
  const last = new Map<string, string>();
  function look(): void {
    let isRenewed = false;
    for (const audience of audiences) {
      const token = tokens.peek(audience)?.token;
      if (!token) continue;
      isRenewed ||= last.has(audience) && last.get(audience) !== token;
      last.set(audience, token);
    }
    if (isRenewed) tell();
  }
  look();
  return tokens.subscribe(look);
}
