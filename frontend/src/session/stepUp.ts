/** An API may ask for a login that is not long ago (RFC 9470). The request waits while the person
 * decides. After the login it is sent once more, and never a second time: what is kept of it in this
 * tab is taken out before anything else, and counts only for the same person and a later login. */
import { plural } from "@lingui/core/macro";
import type { AuthorizedFetch } from "./authorizedFetch";
import { type Claims, numberClaim, textClaim } from "./jwt";
import { type Problem, problemIn } from "./problem";

const KEY = "usher-step-up";
const LASTS_MS = 600_000;
const LONGEST_BODY = 100_000;
/** No other header goes with it: a token above all. */
const KEPT_HEADERS = ["Accept", "Content-Type", "If-Match", "Idempotency-Key"];

interface Kept {
  subject: string;
  /** When the person had logged in before, by the ID token, in seconds since 1970. */
  authTime: number;
  keptAt: number;
  /** The title of the page where it was asked for. */
  page: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

type Sent = Pick<Kept, "method" | "path" | "headers" | "body">;

/** What the person is asked. */
export interface Question {
  method: string;
  /** How old the login may be, in seconds. */
  maxAge: number;
  /** Whether the request is sent again after the login; else it is theirs to do again. */
  isRepeated: boolean;
}

/** What became of the request that was sent again. */
export interface Outcome {
  page: string;
  problem: Error | null;
}

export interface StepUpState {
  question: Question | null;
  outcome: Outcome | null;
}

type ReadIdToken = () => Promise<Claims | null>;

export type StepUp = ReturnType<typeof createStepUp>;

export function createStepUp() {
  let state: StepUpState = { question: null, outcome: null };
  let waiting: { sent: Sent | null; leaveIt: () => void } | null = null;
  const listeners = new Set<() => void>();

  function become(changes: Partial<StepUpState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  /** Answers when they leave it; where they go to the login nothing needs an answer any more. */
  function ask(question: Question, sent: Sent | null): Promise<void> {
    return new Promise((resolve) => {
      waiting = { sent, leaveIt: resolve };
      become({ question });
    });
  }

  return {
    state: () => state,
    subscribe(onChange: () => void): () => void {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },

    /** Lets the person decide what to do about a request that wants a fresh login. */
    asking(send: AuthorizedFetch): AuthorizedFetch {
      return async (request, audience) => {
        // A body can be read once only.
        const copy = isSafe(request.method) ? null : request.clone();
        const response = await send(request, audience);
        const maxAge = await maxAgeIn(response);
        if (maxAge === null || state.question) return response;
        const sent = copy && (await sentIn(copy));
        await ask({ method: request.method, maxAge, isRepeated: sent !== null }, sent);
        return response;
      };
    },

    /** Keeps the request until they come back from the login, to which the caller leads. */
    async goToLogin(readIdToken: ReadIdToken): Promise<void> {
      const claims = await readIdToken();
      const subject = textClaim(claims, "sub");
      if (!waiting?.sent || !subject) return;
      const authTime = numberClaim(claims, "auth_time") ?? 0;
      const page = document.title.replace(/ · Usher$/, "");
      const kept: Kept = { ...waiting.sent, subject, authTime, page, keptAt: Date.now() };
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    },

    leaveIt(): void {
      take();
      waiting?.leaveIt();
      waiting = null;
      become({ question: null });
    },

    /** Sends again what was kept, where this page comes from the login that was asked for it. */
    async repeat(send: AuthorizedFetch, isLoggedIn: boolean, readIdToken: ReadIdToken) {
      const kept = take();
      if (!kept || !isLoggedIn || !mayBeSent(kept, await readIdToken())) return;
      const { method, path, headers, body, page } = kept;
      const request = new Request(new URL(path, window.location.origin), { method, headers, body });
      const problem = await send(request).then(
        (response) => (response.ok ? null : problemIn(response)),
        (reason: Error) => reason,
      );
      become({ outcome: { page, problem } });
    },

    seen(): void {
      become({ outcome: null });
    },
  };
}

/** How long in words: "5 minutes". */
export function durationOf(seconds: number): string {
  if (seconds < 120) return plural(seconds, { one: "# second", other: "# seconds" });
  return plural(Math.floor(seconds / 60), { one: "# minute", other: "# minutes" });
}

export function asksForFreshLogin(problem: Problem): boolean {
  return problem.code === "insufficient_user_authentication";
}

async function maxAgeIn(response: Response): Promise<number | null> {
  if (response.status !== 401) return null;
  const problem = await problemIn(response);
  return asksForFreshLogin(problem) ? problem.maxAge : null;
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** What is to be sent again; null for what no tab's storage is the place for, such as a file. */
async function sentIn(request: Request): Promise<Sent | null> {
  const { pathname, search } = new URL(request.url);
  const body = await request.text();
  const isJson = (request.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (body && (!isJson || body.length > LONGEST_BODY)) return null;
  const named = KEPT_HEADERS.map((name) => [name, request.headers.get(name)] as const);
  const headers = Object.fromEntries(named.filter(([, value]) => value !== null));
  return { method: request.method, path: pathname + search, headers, body: body || null } as Sent;
}

/** Takes it out of this tab, whatever becomes of it then. */
function take(): Kept | null {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return JSON.parse(kept ?? "null") as Kept | null;
}

/** Whether the login that it waited for has come, by the provider's own clock. */
function mayBeSent({ subject, authTime, keptAt }: Kept, claims: Claims | null): boolean {
  const isLater = (numberClaim(claims, "auth_time") ?? 0) > authTime;
  return textClaim(claims, "sub") === subject && isLater && Date.now() - keptAt < LASTS_MS;
}
