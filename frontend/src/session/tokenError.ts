/** Why no token came without the person, and what that means for the page. */
import { t } from "@lingui/core/macro";
import { strategyOf } from "./audience";
import { type Config, isLoginCrossSite } from "./config";
import {
  ConsentRequired,
  CookiesBlocked,
  ProviderTimeout,
  SessionEnded,
  TokenRefused,
} from "./problem";

/** `ended`: only a new login helps. `consent`: the person has to agree, or to prove more, for
 * this one audience. `timeout`: the provider did not answer in time, and nobody knows whether the
 * session lasts. `cookiesBlocked`: a login does not help, for no frame sees that session. `changed`:
 * somebody else has logged in in this browser. */
type Kind = "ended" | "consent" | "timeout" | "cookiesBlocked" | "changed";

export interface TokenError {
  kind: Kind;
  /** The audience whose token did not come. */
  audience: string;
  /** Why, in the server's words, where it refused a token whose time was not over. */
  sentence?: string;
  /** Who is logged in now, where it is somebody else. */
  name?: string;
}

/** Errors after which only the person can go on (OpenID Connect Core, section 3.1.2.6; the last
 * two are a refresh token that has ended, RFC 6749 section 5.2, and one that is gone). */
const KINDS: Record<string, Kind> = {
  login_required: "ended",
  account_selection_required: "ended",
  consent_required: "consent",
  interaction_required: "consent",
  timeout: "timeout",
  invalid_grant: "ended",
  missing_refresh_token: "ended",
};

/** A frame that fails this soon after a login was not given the cookies of that login. */
const SHORTLY_MS = 5 * 60_000;

/** What this page load knows of its session. Times in milliseconds since 1970. */
export interface Seen {
  /** When a login by redirect was completed on this page, null when none was. */
  loggedInAt: number | null;
  /** Whether a hidden frame has brought a token since. */
  frameWorked: boolean;
}

/** Null for what is no matter of the session, such as a network that is down. */
export function tokenErrorFrom(
  error: Error,
  audience: string,
  config: Config,
  seen: Seen,
): TokenError | null {
  if (error instanceof SessionEnded) return { kind: "ended", audience };
  const code = codeOf(error);
  const kind = KINDS[code];
  if (!kind) return null;
  // A provider that shows an error page in the frame answers no more than one that is down: while
  // the login's own token is here, this is a matter of that API alone.
  if (kind === "timeout" && audience !== config.audience) return null;
  const isBlocked = code === "login_required" && cookiesSeemBlocked(config, seen);
  return { kind: isBlocked ? "cookiesBlocked" : kind, audience };
}

/** The same for the request that waited for the token. */
export function errorFor({ kind }: TokenError): Error {
  if (kind === "timeout") return new ProviderTimeout(t`The provider does not answer.`);
  if (kind === "consent") return new ConsentRequired(t`The provider asks the person first.`);
  if (kind === "cookiesBlocked") return new CookiesBlocked(t`The provider sees no session.`);
  return new SessionEnded(t`The provider wants to see the person.`);
}

/** What a failure is that interrupts nothing: the provider's refusal, or the failure itself. */
export function refusalIn(error: Error, audience: string): Error {
  const code = codeOf(error);
  if (code === "timeout") return new ProviderTimeout(t`The provider does not answer.`, audience);
  return code ? new TokenRefused(sentenceOf(error)) : error;
}

function cookiesSeemBlocked(config: Config, { loggedInAt, frameWorked }: Seen): boolean {
  // A refresh token needs no cookie, and a new login brings another.
  if (loggedInAt === null || frameWorked || strategyOf(config).usesRefreshToken) return false;
  const isRecent = Date.now() - loggedInAt < SHORTLY_MS;
  return isRecent && isLoginCrossSite(config);
}

/** The error of a response (RFC 6749 section 4.1.2.1), whichever library read it. */
interface OAuthFields {
  error?: unknown;
  error_description?: unknown;
}

function codeOf(error: Error): string {
  const { error: code } = error as OAuthFields;
  return typeof code === "string" ? code : "";
}

export function sentenceOf(error: Error): string {
  const { error_description: sentence } = error as OAuthFields;
  return typeof sentence === "string" && sentence ? sentence : codeOf(error) || error.message;
}
