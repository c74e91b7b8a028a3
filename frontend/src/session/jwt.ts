/** Reads the claims of a token, to show them and to know its times. Nothing here verifies one:
 * that is the API's part, and the page decides nothing by what it reads. */
import { decodeBase64Url } from "./base64Url";

export type Claims = Record<string, unknown>;

/** The claims, or null when the token is opaque: a mere reference without content. */
export function claimsOf(token: string): Claims | null {
  const body = token.split(".")[1];
  if (!body) return null;
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(decodeBase64Url(body)));
    return typeof claims === "object" && claims !== null ? (claims as Claims) : null;
  } catch {
    return null;
  }
}

export function numberClaim(claims: Claims | null, name: string): number | null {
  const value = claims?.[name];
  return typeof value === "number" ? value : null;
}

export function textClaim(claims: Claims | null, name: string): string | null {
  const value = claims?.[name];
  return typeof value === "string" ? value : null;
}

/** The names in a claim; anything that is not a list of names counts as none. */
export function namesClaim(claims: Claims | null, name: string): string[] | null {
  const value = claims?.[name];
  return Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : null;
}

/** Whether a token may be meant for an audience: false where it names only others. */
export function mayBeFor(token: string, audience: string): boolean {
  const named = claimsOf(token)?.aud;
  return named === undefined || [named].flat().includes(audience);
}
