/** What each claim of a token means, in words. Sources: RFC 7519, RFC 9068, OpenID Connect Core. */

import { t } from "@lingui/core/macro";
import { formatExact } from "@/ui/format";

export type TokenKind = "id" | "access";

type Meaning = string | Record<TokenKind, string>;

const MEANINGS: Record<string, Meaning> = {
  iss: t`Who made this token. An API trusts the issuers it was told of, and no other.`,
  sub: t`Who you are: a name for you that never changes, unlike your e-mail address.`,
  aud: {
    id: t`Whom it is meant for: this app, by its client id. So an API must refuse it.`,
    access: t`Whom it is meant for. Everybody it does not name must refuse it.`,
  },
  exp: t`When it ends. After that nobody accepts it.`,
  iat: t`When it was made.`,
  nbf: t`Before this moment nobody accepts it.`,
  auth_time: t`When you last proved who you are. Tokens made since then rely on that.`,
  nonce: t`A random text this app sent along, to know that the answer belongs to its question.`,
  azp: t`The app that asked for the token.`,
  client_id: t`The app that asked for the token.`,
  jti: t`The number of this one token, so that it can be told from all others.`,
  sid: t`Your session at the provider.`,
  scope: t`What this app asked for, as far as you hold it. By itself it opens nothing.`,
  permissions: t`What you may do there: your tickets. Whoever it is meant for looks here and nowhere else.`,
  amr: t`How you proved who you are: by password, by a second step, by a passkey.`,
  acr: t`How strong that proof was.`,
  at_hash: t`A fingerprint of the access token that came along, so that neither can be swapped.`,
  c_hash: t`A fingerprint of the code that was exchanged for it.`,
  name: t`Your name, for this page to show.`,
  nickname: t`Your short name, for this page to show.`,
  given_name: t`Your first name, for this page to show.`,
  family_name: t`Your last name, for this page to show.`,
  preferred_username: t`The name you log in with.`,
  picture: t`The address of your picture.`,
  email: t`Your e-mail address, for this page to show.`,
  email_verified: t`Whether the provider has checked that the address is yours.`,
  updated_at: t`When these facts about you last changed.`,
};

const TIMES = new Set(["exp", "iat", "nbf", "auth_time", "updated_at"]);

export function meaningOf(claim: string, kind: TokenKind, namespace: string): string {
  if (claim.startsWith(namespace)) return meaningOfOwn(claim.slice(namespace.length));
  const meaning = MEANINGS[claim];
  if (!meaning) return t`A claim of the provider's own. Nothing here depends on it.`;
  return typeof meaning === "string" ? meaning : meaning[kind];
}

/** Claims of one's own are named like an address, so that they never collide with standard ones. */
function meaningOfOwn(name: string): string {
  if (name === "roles") {
    return t`Your roles, for this page to show. An API never checks a role, only permissions.`;
  }
  if (name === "permissions") {
    return t`What you hold, for this page to show. At an API it opens nothing from here.`;
  }
  return t`A claim added for this site.`;
}

/** A claim's value as a person reads it. */
export function valueInWords(claim: string, value: unknown): string {
  if (TIMES.has(claim) && typeof value === "number") {
    return formatExact(value * 1000);
  }
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : t`none`;
  if (typeof value === "boolean") return value ? t`yes` : t`no`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

const DECISIVE = ["iss", "sub", "aud", "permissions", "scope", "exp"];

export type Claim = readonly [name: string, value: unknown];

/** The claims that decide what a token is good for, in reading order; and all others. */
export function sortedClaims(claims: Record<string, unknown>): {
  decisive: Claim[];
  others: Claim[];
} {
  return {
    decisive: DECISIVE.filter((name) => name in claims).map((name) => [name, claims[name]]),
    others: Object.entries(claims).filter(([name]) => !DECISIVE.includes(name)),
  };
}
