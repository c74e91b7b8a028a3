/** The SDK's in-memory cache, which also tells our token memory of every token that arrives:
 * by login, by reload and by renewal. So no token is fetched twice. */
import { type ICache, InMemoryCache } from "@auth0/auth0-react";
import type { TokenStore } from "@/session/browser/tokenStore";
import { mayBeFor } from "@/session/jwt";

export function createAuth0Cache(tokens: Pick<TokenStore, "remember">): ICache {
  const cache = new InMemoryCache().enclosedCache;
  const arrived = new Map<string, string>();
  return {
    ...cache,
    set(key, entry) {
      const token = tokenIn(entry);
      // When a refresh token rotates, the SDK writes every entry anew. An access token that was
      // there already may have been replaced since, under another scope, and must not come back.
      if (token && arrived.get(key) !== token.access_token) {
        arrived.set(key, token.access_token);
        tokens.remember(token.audience, token.access_token);
      }
      return cache.set(key, entry);
    },
  };
}

function tokenIn(entry: unknown): { audience: string; access_token: string } | null {
  const body = (entry as { body?: { audience?: string; access_token?: string } }).body;
  if (!body?.audience || !body.access_token) return null;
  // A provider may pass over the audience that was asked, and the SDK would not notice.
  if (!mayBeFor(body.access_token, body.audience)) return null;
  return { audience: body.audience, access_token: body.access_token };
}
