/** A server of a test's own: answers by method and path, and remembers what it was asked. */
import { vi } from "vitest";
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
    ["GET /api/movies/", page([])],
    [
      "GET /api/movies/summary/",
      { total: 36273, genres: [{ name: "Crime", count: 9 }], first_year: 1900, last_year: 2023 },
    ],
    ["GET /api/audit/changes/", page([])],
    ["GET /api/users/", page(Object.values(PEOPLE).map(userOf))],
    ["GET /api/roles/", page(ROLES)],
    ["GET /api/books/", page([])],
    ["GET /api/books/summary/", { total: 10000, languages: [], first_year: -750, last_year: 2017 }],
  ]);
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const operation = `${request.method} ${new URL(request.url).pathname}`;
    asked.push(operation);
    const handler = handlers.get(operation);
    if (!handler) throw new Error(`No test answers ${operation}.`);
    const answer = typeof handler === "function" ? await handler(request) : handler;
    return answer instanceof Response ? answer.clone() : Response.json(answer);
  });
  return { asked, on: (operation, handler) => handlers.set(operation, handler) };
}

export function page(results: object[], next: string | null = null) {
  return { next, previous: null, results };
}

/** A record with the version it is in. */
export function inVersion(value: object, etag: string) {
  return Response.json(value, { headers: { ETag: etag } });
}

export function problem(status: number, fields: object = {}, headers: Record<string, string> = {}) {
  const body = { type: "about:blank", title: "", status, detail: "", ...fields };
  return Response.json(body, {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}
