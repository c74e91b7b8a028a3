/** Tells when a token has taken the place of another. The first of an audience replaces none. */
import type { TokenFacts, Tokens } from "@/session/tokens";

export function onTokenRenewed(
  tokens: Pick<Tokens, "held" | "subscribe">,
  audiences: readonly string[],
  tell: () => void,
): () => void {
  const last = new Map<string, TokenFacts>();
  function look(): void {
    let isRenewed = false;
    for (const audience of audiences) {
      const token = tokens.held().get(audience);
      if (!token) continue;
      isRenewed ||= last.has(audience) && last.get(audience) !== token;
      last.set(audience, token);
    }
    if (isRenewed) tell();
  }
  look();
  return tokens.subscribe(look);
}
