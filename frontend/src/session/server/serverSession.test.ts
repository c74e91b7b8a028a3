import { beforeEach, describe, expect, it, vi } from "vitest";
import { createAuthorizedFetch } from "@/session/authorizedFetch";
import { SessionEnded, Unreachable } from "@/session/problem";
import { problem } from "@/testing/server";
import { CONFIG } from "@/testing/visit";
import { createServerSession, type FoundSession, findSession } from "./serverSession";

const BOOKS = CONFIG.audiences.books as string;
const API = "http://localhost:8000/bff/api/books/";

function found(handle = "h1", sub = "usher|2", jti = "1"): FoundSession {
  return {
    handle,
    expires_at: 2_000_000_000,
    id_claims: { sub, name: sub === "usher|2" ? "Robin" : "Batman" },
    tokens: [
      { audience: CONFIG.audience, claims: { sub, jti, iat: 1_900_000_000, exp: 1_900_000_600 } },
    ],
  };
}

/** What a browser of this site is, by the session of its cookie. */
let cookie: FoundSession | null;
/** What the API was asked, and with which handle. */
let asked: string[];
let api: (request: Request) => Response | Promise<Response>;
const leaveFor = vi.fn();

async function server(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  const handle = request.headers.get("X-Usher");
  asked.push(`${request.method} ${path} ${handle}`);
  expect(request.headers.has("Authorization")).toBe(false);
  const kind = !cookie ? "no_session" : "session_changed";
  if (!cookie || (handle !== cookie.handle && handle !== "1")) {
    return problem(401, { code: kind });
  }
  if (path === "/bff/session") return Response.json(cookie);
  if (path === "/bff/renew") return new Response(null, { status: 204 });
  if (path === "/bff/logout") {
    cookie = null;
    return Response.json({ logout_url: "http://localhost:8000/oidc/logout?client_id=usher-bff" });
  }
  return api(request);
}

function robin() {
  const session = createServerSession({
    found: cookie,
    failure: null,
    audience: CONFIG.audience,
    leaveFor,
  });
  return { session, send: createAuthorizedFetch(session.send) };
}

beforeEach(() => {
  vi.stubGlobal("fetch", server);
  cookie = found();
  asked = [];
  api = () => Response.json({});
  leaveFor.mockReset();
});

describe("a session at the server", () => {
  it("is found with one request, or nobody is, or nobody can tell", async () => {
    expect(await findSession()).toEqual(cookie);
    cookie = null;
    expect(await findSession()).toBeNull();
    expect(asked).toEqual(["GET /bff/session 1", "GET /bff/session 1"]);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    await expect(findSession()).rejects.toThrow(Unreachable);
  });

  it("shows what the tokens say, and has none", async () => {
    const { session } = robin();
    const [token] = session.tokens.held().values();
    expect(token).toMatchObject({ token: null, expiresAt: 1_900_000_600_000 });
    expect(session.state().user?.name).toBe("Robin");
    await expect(session.tokens.tokenFor(CONFIG.audience)).rejects.toThrow(/server keeps/);
  });

  it("sends its handle with every request, and no token", async () => {
    const response = await robin().send(new Request(API));
    expect(response.ok).toBe(true);
    expect(asked).toEqual(["GET /bff/api/books/ h1"]);
  });

  it("that is over is expired like any login, with the reason where there is one", async () => {
    const { session, send } = robin();
    cookie = null;
    await expect(send(new Request(API))).rejects.toThrow(SessionEnded);
    expect(session.state().tokenError?.kind).toBe("ended");
    // The page keeps showing who was here.
    expect(session.state().user?.name).toBe("Robin");

    const other = createServerSession({ found: found(), failure: null, audience: "" });
    const detail = "This account is deactivated.";
    vi.stubGlobal("fetch", async () => problem(401, { code: "session_ended", detail }));
    await expect(other.send(new Request(API))).rejects.toThrow(SessionEnded);
    expect(other.state().tokenError).toMatchObject({ kind: "ended", sentence: detail });
  });

  it("of the same person, begun anew in another tab, goes on here with the same body", async () => {
    const { session, send } = robin();
    cookie = found("h2");
    const bodies: string[] = [];
    api = async (request) => {
      bodies.push(await request.text());
      return Response.json({});
    };
    const both = [1, 2].map(() => send(new Request(API, { method: "POST", body: "Heat" })));
    await Promise.all(both);
    expect(bodies).toEqual(["Heat", "Heat"]);
    expect(session.state().tokenError).toBeNull();
    // One question settles it for all that wait.
    expect(asked.filter((one) => one.startsWith("GET /bff/session"))).toHaveLength(1);
  });

  it("of somebody else is never acted in: it says who, and sends nothing a second time", async () => {
    const { session, send } = robin();
    cookie = found("h9", "usher|1");
    await expect(send(new Request(API, { method: "POST", body: "Heat" }))).rejects.toThrow(
      SessionEnded,
    );
    expect(session.state().tokenError).toMatchObject({ kind: "changed", name: "Batman" });
    expect(session.state().user?.name).toBe("Robin");
    expect(asked).toEqual(["POST /bff/api/books/ h1", "GET /bff/session 1"]);
    // Whoever logs in again would be Batman, so Batman is logged out first.
    session.login("/books/new");
    await expect
      .poll(() => leaveFor.mock.calls)
      .toEqual([[expect.stringContaining("/oidc/logout")]]);
    expect(asked.at(-1)).toBe("POST /bff/logout h9");
  });

  it("leaves any other refusal to who asked", async () => {
    const { session, send } = robin();
    api = () => problem(401, {}, { "WWW-Authenticate": "Bearer" });
    expect((await send(new Request(API))).status).toBe(401);
    expect(session.state().tokenError).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it("goes to no other site", async () => {
    await expect(
      robin().send(new Request("https://evil.example/bff/api/books/")),
    ).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

describe("new tokens", () => {
  it("are fetched once for all who want them, and told where they say something else", async () => {
    const { session } = robin();
    const changed = vi.fn();
    session.tokens.subscribe(changed);
    const before = session.tokens.held().get(CONFIG.audience);
    await session.tokens.lookAgain();
    expect(session.tokens.held().get(CONFIG.audience)).toBe(before);
    cookie = found("h1", "usher|2", "2");
    await Promise.all([session.tokens.renew(CONFIG.audience), session.tokens.renew(BOOKS)]);
    expect(session.tokens.held().get(CONFIG.audience)).not.toBe(before);
    expect(changed).toHaveBeenCalled();
    expect(asked.filter((one) => one === "POST /bff/renew h1")).toHaveLength(1);
  });

  it("that do not come for now are no refusal: it is tried again", async () => {
    const { session } = robin();
    vi.stubGlobal("fetch", async () => problem(503, {}, { "Retry-After": "1" }));
    await expect(session.tokens.renew(CONFIG.audience)).rejects.toThrow(Unreachable);
    expect(session.state().tokenError).toBeNull();
  });
});

describe("the ways in and out", () => {
  it("lead to the server, which leads to the provider and back to the page", async () => {
    robin().session.login("/books?q=a&b");
    await expect
      .poll(() => leaveFor.mock.calls)
      .toEqual([["/bff/login?returnTo=%2Fbooks%3Fq%3Da%26b"]]);
  });

  it("leave what follows the # in this tab, and put it back", async () => {
    robin().session.login("/?q=a|b#words");
    await expect
      .poll(() => leaveFor.mock.calls)
      .toEqual([[`/bff/login?${new URLSearchParams({ returnTo: "/?q=a%7Cb" })}`]]);
    robin();
    expect(window.location.hash).toBe("#words");
    window.history.replaceState(null, "", "/");
    robin();
    expect(window.location.hash).toBe("");
  });

  it("say there how old a login may be, where something asks for a fresh one", async () => {
    robin().session.login("/roles/3", 300);
    await expect
      .poll(() => leaveFor.mock.calls)
      .toEqual([["/bff/login?returnTo=%2Froles%2F3&max_age=300"]]);
  });

  it("end the session there before the provider's, and say so where they could not", async () => {
    const { session } = robin();
    expect(await session.logout()).toBeNull();
    expect(leaveFor).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("/oidc/logout"));
    expect(session.state().user).toBeUndefined();
    // Over already, as after a logout elsewhere.
    cookie = found();
    const late = robin().session;
    cookie = null;
    expect(await late.logout()).toBe("hereOnly");
    cookie = found();
    const offline = robin().session;
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    expect(await offline.logout()).toBe("stillOpen");
  });
});
