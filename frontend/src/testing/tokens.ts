/** Tokens that look like real ones. Their signature is nonsense: the page verifies none. */
import { encodeBase64Url } from "@/session/base64Url";
import type { Claims } from "@/session/jwt";

export function tokenWith(claims: Claims): string {
  return [{ alg: "RS256" }, claims].map(encoded).concat("signature").join(".");
}

/** A token of a person, made now. */
export function accessToken(subject = "usher|2", lifetimeSeconds = 600): string {
  const iat = Math.floor(Date.now() / 1000);
  return tokenWith({ sub: subject, iat, exp: iat + lifetimeSeconds, jti: crypto.randomUUID() });
}

function encoded(part: object): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(part)));
}
