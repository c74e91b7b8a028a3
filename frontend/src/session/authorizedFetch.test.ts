import { beforeEach, describe, expect, it, vi } from "vitest";
import { problem } from "@/testing/server";
import { accessToken } from "@/testing/tokens";
import { CONFIG } from "@/testing/visit";
import { createAuthorizedFetch } from "./authorizedFetch";
import { sendWithToken } from "./browser/sendWithToken";
import { createTokenStore } from "./browser/tokenStore";
import { SessionEnded } from "./problem";

const ADDRESS = "http://localhost:8000/api/movies/";

const refused = () =>
  problem(401, {}, { "WWW-Authenticate": 'Bearer realm="usher", error="invalid_token"' });

describe("a request with a token", () => {
  const fetched = vi.fn<(request: Request) => Promise<Response>>();
  const renew = vi.fn(async () => accessToken());
  const onExpired = vi.fn();

  function sender() {
    const tokens = createTokenStore({ renew, onOtherSubject: vi.fn() });
    return createAuthorizedFetch(sendWithToken({ config: CONFIG, tokens, onExpired }));
  }

  beforeEach(() => {
    fetched.mockReset();
    renew.mockClear();
    onExpired.mockClear();
    vi.stubGlobal("fetch", fetched);
  });

  it("whose fresh token is refused too ends the session, after one second try", async () => {
    fetched.mockImplementation(async () => refused());
    const response = await sender()(new Request(ADDRESS));
    expect(response.status).toBe(401);
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(renew).toHaveBeenCalledTimes(2);
    expect(onExpired).toHaveBeenCalledTimes(1);
  });

  it("of somebody deactivated ends the session in the server's words", async () => {
    const challenge = { "WWW-Authenticate": 'Bearer realm="usher", error="invalid_token"' };
    fetched.mockResolvedValue(problem(401, { detail: "This account is deactivated." }, challenge));
    const send = sender();
    renew.mockResolvedValueOnce(accessToken()).mockRejectedValueOnce(new SessionEnded());
    await expect(send(new Request(ADDRESS))).rejects.toThrow(SessionEnded);
    expect(onExpired).toHaveBeenCalledExactlyOnceWith(
      CONFIG.audience,
      "This account is deactivated.",
    );
  });

  it("whose time is over ends no session with a reason of its own", async () => {
    const challenge = { "WWW-Authenticate": 'Bearer realm="usher", error="invalid_token"' };
    fetched.mockResolvedValue(problem(401, { detail: "It has expired." }, challenge));
    const send = sender();
    renew
      .mockResolvedValueOnce(accessToken("usher|2", -5))
      .mockRejectedValueOnce(new SessionEnded());
    await expect(send(new Request(ADDRESS))).rejects.toThrow(SessionEnded);
    expect(onExpired).not.toHaveBeenCalled();
  });

  it("is not repeated after a 401 that does not blame the token", async () => {
    fetched.mockResolvedValue(problem(401, {}, { "WWW-Authenticate": 'Bearer realm="usher"' }));
    await sender()(new Request(ADDRESS));
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(onExpired).not.toHaveBeenCalled();
  });

  it("is not repeated after a 403", async () => {
    fetched.mockResolvedValue(problem(403));
    await sender()(new Request(ADDRESS));
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("goes to no other site, whatever it asks there", async () => {
    await expect(sender()(new Request("https://evil.example/api/movies/"))).rejects.toThrow();
    expect(renew).not.toHaveBeenCalled();
    expect(fetched).not.toHaveBeenCalled();
  });

  it("is repeated once with a new token and the same body", async () => {
    const bodies: string[] = [];
    const tokens: (string | null)[] = [];
    fetched.mockImplementation(async (request) => {
      bodies.push(await request.text());
      tokens.push(request.headers.get("Authorization"));
      return bodies.length === 1 ? refused() : Response.json({});
    });
    const response = await sender()(new Request(ADDRESS, { method: "POST", body: "Heat" }));
    expect(response.ok).toBe(true);
    expect(bodies).toEqual(["Heat", "Heat"]);
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(onExpired).not.toHaveBeenCalled();
  });

  it("shares one renewal with others that were refused at the same time", async () => {
    const seen = new Set<string | null>();
    fetched.mockImplementation(async (request) => {
      const token = request.headers.get("Authorization");
      const isFirst = seen.size === 0 || (seen.size === 1 && seen.has(token));
      seen.add(token);
      return isFirst ? refused() : Response.json({});
    });
    const send = sender();
    await Promise.all([1, 2, 3].map(() => send(new Request(ADDRESS))));
    // One token to begin with, one to replace it.
    expect(renew).toHaveBeenCalledTimes(2);
  });
});
