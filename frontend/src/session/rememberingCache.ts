/** The SDK's in-memory cache, which also tells our token memory of every token that arrives:
 * by login, by reload and by renewal. So no token is fetched twice. */
import { type ICache, InMemoryCache } from "@auth0/auth0-react";
import type { TokenMemory } from "./tokenMemory";

export function rememberingCache(tokens: Pick<TokenMemory, "remember">): ICache {
  const cache = new InMemoryCache().enclosedCache;
  return {
    ...cache,
    set(key, entry) {
      const arrived = tokenIn(entry);
      if (arrived) tokens.remember(arrived.audience, arrived.access_token);
      return cache.set(key, entry);
    },
  };
}

function tokenIn(entry: unknown): { audience: string; access_token: string } | null {
  const body = (entry as { body?: { audience?: string; access_token?: string } }).body;
  if (!body?.audience || !body.access_token) return null;
  return { audience: body.audience, access_token: body.access_token };
}
