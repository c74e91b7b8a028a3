/** Tokens as somebody finds them who looks for them, and what each would be good for. */
import { t } from "@lingui/core/macro";
import { claimsOf, numberClaim } from "@/session/jwt";
import { redactToken } from "./redactToken";

/** A token that was found, of which the page keeps no more than both ends. */
export interface Loot {
  redacted: string;
  /** "access token for https://api.example/" */
  inWords: string;
  /** Whether it opens something elsewhere. */
  opens: boolean;
  /** In milliseconds since 1970; null where the token does not say. */
  expiresAt: number | null;
}

/** RFC 7519: three parts of base64url, of which the first begins with {" and names an algorithm. */
const JWT = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;

export function tokensIn(text: string): string[] {
  return text.match(JWT) ?? [];
}

/** Each token once. An ID token is for the client, everything else for an API. */
export function lootOf(tokens: readonly string[], clientId: string): Loot[] {
  return [...new Set(tokens)].map((token) => {
    const claims = claimsOf(token);
    const audience = [claims?.aud ?? []].flat().map(String);
    const end = numberClaim(claims, "exp");
    const isIdToken = audience.includes(clientId);
    return {
      redacted: redactToken(token),
      inWords: isIdToken ? t`ID token` : accessTokenFor(audience[0]),
      opens: !isIdToken,
      expiresAt: end ? end * 1000 : null,
    };
  });
}

function accessTokenFor(audience: string | undefined): string {
  return audience ? t`access token for ${audience}` : t`access token`;
}
