/** A session whose tokens the site's server holds. This page knows its handle, which the server wants
 * to read in every request beside the cookie that no script can read, and what the tokens say. */
import { t } from "@lingui/core/macro";
import { type AuthorizedFetch, jsonOf } from "@/session/authorizedFetch";
import { type Claims, numberClaim, textClaim } from "@/session/jwt";
import { problemIn, SessionEnded, TokenRefused, Unreachable } from "@/session/problem";
import type { TokenError } from "@/session/tokenError";
import type { SessionEnding, TokenHolder } from "@/session/tokenHolder";
import type { TokenFacts } from "@/session/tokens";

/** GET /bff/session. */
export interface FoundSession {
  handle: string;
  /** In seconds since 1970. */
  expires_at: number;
  id_claims: Claims;
  tokens: { audience: string; claims: Claims }[];
}

type State = Pick<TokenHolder, "user" | "endsAt" | "failure" | "tokenError">;

export interface ServerSession extends Omit<TokenHolder, keyof State> {
  state: () => State;
  subscribe: (onChange: () => void) => () => void;
}

interface Options {
  found: FoundSession | null;
  failure: TokenHolder["failure"];
  /** The audience of the login. */
  audience: string;
  /** Opens another page. */
  leaveFor?: (address: string) => void;
}

/** Where the login that is under way was begun. */
const RETURN_KEY = "usher-returning";
const NOBODY = ["no_session", "session_ended"];

export function loginBegunAt(): string {
  return sessionStorage.getItem(RETURN_KEY) ?? "/";
}

/** A path and a query alone, in the characters that the server takes. */
function plainAddress(returnTo: string): string {
  const { pathname, search } = new URL(returnTo, window.location.origin);
  return (pathname + search).replace(/[^\w.~!$&'()*+,;=:@%/?[\]-]/g, encodeURIComponent);
}

/** What follows the # goes to no server, so this tab has kept it. */
function restoreHash(): void {
  const { pathname, hash } = new URL(loginBegunAt(), window.location.origin);
  if (hash && pathname === window.location.pathname) window.location.hash = hash;
}

/** Who is logged in; null while nobody is. Throws Unreachable when no answer came. */
export async function findSession(
  asking = fetch(withHandle(requestFor("/bff/session"), "1")),
): Promise<FoundSession | null> {
  const response = await asking.catch((reason: Error) => {
    throw new Unreachable(reason.message);
  });
  return response.status === 401 ? null : jsonOf(response);
}

/** Where to end the session at the provider too; null where that is not known, or all was over already. */
async function endSession(handle: string): Promise<string | null> {
  const response = await fetch(withHandle(requestFor("/bff/logout", { method: "POST" }), handle));
  if (response.status === 401) return null;
  return (await jsonOf<{ logout_url: string | null }>(response)).logout_url;
}

export function createServerSession(options: Options): ServerSession {
  const { found, audience, leaveFor = (address) => window.location.assign(address) } = options;
  let handle = "";
  let held: ReadonlyMap<string, TokenFacts> = new Map();
  let state: State = { user: undefined, endsAt: null, failure: options.failure, tokenError: null };
  let looking: Promise<void> | null = null;
  let renewing: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  function become(changes: Partial<State>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  function take({ handle: named, expires_at, id_claims, tokens }: FoundSession): void {
    handle = named;
    held = new Map(tokens.map((token) => [token.audience, factsOf(token, held)]));
    become({ user: id_claims, endsAt: expires_at * 1000, tokenError: null });
  }

  function end(reason: Omit<TokenError, "audience">): void {
    become({ tokenError: { ...reason, audience } });
  }

  /** Asks who is logged in by now, once for all who want to know. */
  function lookAgain(): Promise<void> {
    looking ??= findSession()
      .then((now) => {
        if (!now) end({ kind: "ended" });
        else if (now.id_claims.sub === state.user?.sub) take(now);
        else end({ kind: "changed", name: nameIn(now.id_claims) });
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  /** Whether a refusal is settled, so that the same request may pass now. */
  async function isSettled(response: Response): Promise<boolean> {
    const { code, detail } = await problemIn(response);
    if (NOBODY.includes(code)) end({ kind: "ended", ...(detail && { sentence: detail }) });
    // Somebody has logged in in another tab since; perhaps it was the same person.
    else if (code === "session_changed") await lookAgain();
    else return false;
    if (state.tokenError) throw new SessionEnded();
    return true;
  }

  const send: AuthorizedFetch = async (request) => {
    // A body can be read once only, so the first try gets a copy.
    const response = await fetch(withHandle(request.clone(), handle));
    if (response.status !== 401 || !(await isSettled(response))) return response;
    return fetch(withHandle(request, handle));
  };

  async function renewed(): Promise<void> {
    const response = await send(requestFor("/bff/renew", { method: "POST" }));
    // The issuer cannot be reached: that is no refusal, and is tried again.
    if (response.status >= 500) throw new Unreachable(t`The provider does not answer.`);
    if (!response.ok) throw await problemIn(response);
    await lookAgain();
  }

  async function leave(): Promise<SessionEnding | null> {
    const address = await endSession(handle);
    if (!address) return "hereOnly";
    leaveFor(address);
    return null;
  }

  /** Who is logged in now would come back at once, so they are logged out first. */
  async function loginAddress(returnTo: string, maxAge?: number): Promise<string> {
    const other = state.tokenError?.kind === "changed" ? await findSession() : null;
    const address = other && (await endSession(other.handle));
    const asked = new URLSearchParams({ returnTo: plainAddress(returnTo) });
    if (maxAge !== undefined) asked.set("max_age", String(maxAge));
    return address ?? `/bff/login?${asked}`;
  }

  function forget(): void {
    handle = "";
    held = new Map();
    become({ user: undefined, endsAt: null });
  }

  if (found) take(found);
  if (found) restoreHash();
  if (!options.failure) sessionStorage.removeItem(RETURN_KEY);
  return {
    isLoading: false,
    state: () => state,
    subscribe,
    readIdToken: async () => state.user ?? null,
    hasRefreshToken: false,
    tokens: {
      held: () => held,
      renew() {
        renewing ??= renewed().finally(() => {
          renewing = null;
        });
        return renewing;
      },
      // The server fetches it anew with the next renewal.
      outdate: () => undefined,
      lookAgain,
      tokenFor: () => Promise.reject(new TokenRefused(t`The site’s server keeps the tokens.`)),
      subscribe,
    },
    send,
    // The server asks the issuer, and knows for what.
    noteGranted: () => undefined,
    login(returnTo, maxAge) {
      sessionStorage.setItem(RETURN_KEY, returnTo);
      void loginAddress(returnTo, maxAge).then(leaveFor, () => undefined);
    },
    logout() {
      const leaving = leave().catch(() => "stillOpen" as const);
      forget();
      return leaving;
    },
    forget,
  };

  function subscribe(onChange: () => void): () => void {
    listeners.add(onChange);
    return () => listeners.delete(onChange);
  }
}

/** The facts that are known already, where they are still the same. */
function factsOf(
  { audience, claims }: FoundSession["tokens"][number],
  known: ReadonlyMap<string, TokenFacts>,
): TokenFacts {
  const before = known.get(audience);
  if (before && JSON.stringify(before.claims) === JSON.stringify(claims)) return before;
  const [iat, exp] = [numberClaim(claims, "iat"), numberClaim(claims, "exp")];
  const now = Date.now();
  return {
    token: null,
    claims,
    fetchedAt: iat === null ? now : iat * 1000,
    expiresAt: exp === null ? now : exp * 1000,
  };
}

function nameIn(claims: Claims): string {
  return textClaim(claims, "name") ?? textClaim(claims, "sub") ?? t`Somebody else`;
}

function requestFor(path: string, init: RequestInit = {}): Request {
  const headers = { Accept: "application/json" };
  return new Request(new URL(path, window.location.origin), { ...init, headers });
}

function withHandle(request: Request, handle: string): Request {
  request.headers.set("X-Usher", handle);
  return request;
}
