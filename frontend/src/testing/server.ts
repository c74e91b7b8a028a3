/** A server of a test's own: answers by method and path, and remembers what it was asked. */
import { vi } from "vitest";
import type { FoundSession } from "@/session/server/serverSession";
import { accessOf, type Cast, PEOPLE, permissionsOf, ROLES, userOf } from "./people";

type Answer = Response | object;
type Handler = Answer | ((request: Request) => Answer | Promise<Answer>);

export interface Server {
  /** "GET /api/movies/" and so on, in the order they came. */
  asked: string[];
  on: (operation: string, handler: Handler) => void;
}

export function serverFor(person: Cast): Server {
  const handlers = new Map<string, Handler>([
    ["GET /me/permissions", () => permissionsOf(person)],
    ["GET /me/access", () => accessOf(person)],
    ["GET /me/consents", { results: [] }],
    ["GET /bff/session", () => sessionOf(person)],
    ["GET /bff/sessions", { results: [deviceOf()] }],
    ["POST /bff/renew", () => new Response(null, { status: 204 })],
    ["GET /api/movies/", page([])],
    ["GET /api/movies/count/", { count: 1, exact: true }],
    ["GET /api/books/count/", { count: 1, exact: true }],
    ["GET /api/users/count/", { count: 6, exact: true }],
    [
      "GET /api/movies/summary/",
      { total: 36273, genres: [{ name: "Crime", count: 9 }], first_year: 1900, last_year: 2023 },
    ],
    ["GET /api/audit/changes/", page([])],
    ["GET /api/users/", page(Object.values(PEOPLE).map(userOf))],
    ...Object.values(PEOPLE).flatMap(({ subject }): [string, Handler][] => {
      const address = `GET /api/users/${encodeURIComponent(subject)}/`;
      return [
        [`${address}logins/`, { last_login: "2026-11-01T08:00:00Z", second_factor: false }],
        [`${address}grants/history/`, { roles: [], permissions: [] }],
      ];
    }),
    ["GET /api/roles/", page(ROLES)],
    ["GET /api/books/", page([])],
    ["GET /api/books/summary/", { total: 10000, languages: [], first_year: -750, last_year: 2017 }],
  ]);
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    // What answers below /bff is what answers without it.
    const operation = `${request.method} ${pathname.replace(/^\/bff(?=\/(api|me)\/)/, "")}`;
    asked.push(operation);
    const handler = handlers.get(operation);
    if (!handler) throw new Error(`No test answers ${operation}.`);
    const answer = typeof handler === "function" ? await handler(request) : handler;
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  });
  return { asked, on: (operation, handler) => handlers.set(operation, handler) };
}

/** What the site's server says of a person's session and of the tokens it holds. */
export function sessionOf(person: Cast): FoundSession {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: person.subject, permissions: person.permissions, iat, exp: iat + 600 };
  return {
    handle: `of ${person.subject}`,
    expires_at: iat + 604_800,
    id_claims: { sub: person.subject, name: person.name },
    tokens: [{ audience: "https://api.usher.example/", claims }],
  };
}

/** A browser in which somebody is logged in: this one, if it is not said otherwise. */
export function deviceOf(changes: object = {}) {
  const user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const [created, last_used] = ["2026-11-29T09:00:00Z", "2026-11-29T12:30:00Z"];
  return { id: 1, current: true, created, last_used, address: "127.0.0.1", user_agent, ...changes };
}

export function page(results: object[], next: string | null = null) {
  return { next, previous: null, results };
}

/** A record with the version it is in. */
export function inVersion(value: object, etag: string) {
  return Response.json(value, { headers: { ETag: etag } });
}

export function problem(status: number, fields: object = {}, headers: Record<string, string> = {}) {
  const body = { type: "about:blank", code: "", title: "", status, detail: "", ...fields };
  return Response.json(body, {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}
