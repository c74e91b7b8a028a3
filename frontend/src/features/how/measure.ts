/** Measures, in this browser, how long the first data takes and how long every call after it. */
import { strategyOf } from "@/session/audience";
import type { Session } from "@/session/SessionContext";
import { audienceSent, pathOf } from "./apis";
import { reach, requestWith } from "./attempt";

export interface Measurement {
  path: string;
  status: number;
  /** From this page, up to and with the first answer of the API. */
  requests: number;
  firstMs: number;
  steadyMs: number;
}

type Asker = Pick<Session, "config" | "tokens" | "authorizedFetch">;

const STEADY_CALLS = 5;
/** The browser notes a request a moment after its answer has been read. */
const NOTING_MS = 150;

/** Asks for the list of an API, with a new token where the strategy demands one for each. */
export async function measure(name: string, session: Asker): Promise<Measurement> {
  const { config, tokens } = session;
  const path = pathOf(name, config);
  const audience = audienceSent(name, config);
  const { hasTokenPerApi: needsOwnToken, usesSession } = strategyOf(config);
  // Without a token of the login nothing could begin, so its time is not counted.
  if (!needsOwnToken && !usesSession) await tokens.tokenFor(audience);

  const start = performance.now();
  if (needsOwnToken) await tokens.renew(audience);
  const token = usesSession ? null : await tokens.tokenFor(audience);
  const call = () => statusOf(requestWith(token, path), token ? reach : session.authorizedFetch);
  const status = await call();
  const end = performance.now();

  const calls: number[] = [];
  for (let index = 0; index < STEADY_CALLS; index++) {
    const before = performance.now();
    await call();
    calls.push(performance.now() - before);
  }
  await new Promise((resolve) => setTimeout(resolve, NOTING_MS));
  const fetching = needsOwnToken ? tokenRequests(start, end, config.domain) : 0;
  return {
    path,
    status,
    requests: fetching + 1,
    firstMs: end - start,
    steadyMs: median(calls),
  };
}

async function statusOf(
  request: Request,
  send: (request: Request) => Promise<Response>,
): Promise<number> {
  const response = await send(request);
  await response.arrayBuffer();
  return response.status;
}

/** What went to the provider meanwhile. The SDK's worker sends refresh tokens out of this page's
 * sight, so that a renewal counts as one request where none was seen. */
function tokenRequests(start: number, end: number, issuer: string): number {
  const seen = performance
    .getEntriesByType("resource")
    .filter(
      ({ name, startTime }) => startTime >= start && startTime <= end && isToken(name, issuer),
    );
  return Math.max(seen.length, 1);
}

function isToken(address: string, issuer: string): boolean {
  const path = address.startsWith(`${issuer}/`) ? address.slice(issuer.length) : "";
  return path.startsWith("/authorize?") || path === "/oauth/token";
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
