/** Sends one request with a token of one's choice, and keeps what was answered, whatever it is. */
import { t } from "@lingui/core/macro";
import { Unreachable } from "@/session/problem";
import { redactToken } from "./redactToken";

export interface Attempt {
  /** "GET /api/movies/" */
  request: string;
  /** What was sent as a token, in words, and both its ends. */
  tokenInWords: string;
  status: number;
  challenge: string | null;
  detail: string | null;
}

/** An empty body: the guard refuses before anybody looks into it. */
export function attempt(request: string, token: string, tokenKind: string): Promise<Attempt> {
  return attemptBy(reach, request, token, `${tokenKind} ${redactToken(token)}`);
}

/** The same without a token: the browser adds the cookie by itself. */
export function attemptByCookie(
  send: (request: Request) => Promise<Response>,
  request: string,
  inWords: string,
): Promise<Attempt> {
  return attemptBy(send, request, null, inWords);
}

async function attemptBy(
  send: (request: Request) => Promise<Response>,
  request: string,
  token: string | null,
  tokenInWords: string,
): Promise<Attempt> {
  const [method = "GET", path = "/"] = request.split(" ");
  const response = await send(requestWith(token, path, method));
  const body: unknown = await response.json().catch(() => null);
  return {
    request,
    tokenInWords,
    status: response.status,
    challenge: response.headers.get("WWW-Authenticate"),
    detail: detailIn(body),
  };
}

/** Throws Unreachable with a sentence for the person when no answer comes. */
export function reach(request: Request): Promise<Response> {
  return fetch(request).catch(() => {
    throw new Unreachable(t`No answer came. Is the network down?`);
  });
}

/** Never from the browser's cache: what is shown or measured has to be the API's own answer. */
export function requestWith(token: string | null, path: string, method = "GET"): Request {
  const writes = method === "POST" || method === "PATCH";
  return new Request(new URL(path, window.location.origin), {
    method,
    cache: "no-store",
    headers: {
      Accept: "application/json",
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(writes && { "Content-Type": "application/json" }),
    },
    ...(writes && { body: "{}" }),
  });
}

function detailIn(body: unknown): string | null {
  const detail = (body as { detail?: unknown } | null)?.detail;
  return typeof detail === "string" ? detail : null;
}
