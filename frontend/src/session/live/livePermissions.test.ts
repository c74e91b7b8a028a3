import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAuthorizedFetch } from "@/session/authorizedFetch";
import { sendWithToken } from "@/session/browser/sendWithToken";
import { createTokenStore } from "@/session/browser/tokenStore";
import type { Config } from "@/session/config";
import { ProviderTimeout } from "@/session/problem";
import type { MyPermissions, Permission } from "@/session/types";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { bring, createChannels, createLocks, setOnline } from "@/testing/browser";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { problem } from "@/testing/server";
import { accessToken } from "@/testing/tokens";
import { CONFIG } from "@/testing/visit";
import { followPermissions, type LivePermissions } from "./livePermissions";

const BOOKS = CONFIG.audiences.books as string;
const MOVIES = CONFIG.audiences.movies as string;
const EMPLOYEE = PEOPLE.robin.permissions;
const BY_TOKEN = { ...CONFIG, live: false };

/** What the server says of Robin; each test changes it. */
let answer: { held: Permission[]; inToken: Permission[]; version: string; source: string };
let refusal: Response | null;
let asked: (string | null)[];
let started: LivePermissions[];
const renewed = vi.fn<(audience: string) => Promise<string>>();

function bodyOf(): object {
  const stale = answer.source === "hybrid" && answer.held.join() !== answer.inToken.join();
  const mine = permissionsOf({ ...PEOPLE.robin, permissions: answer.held });
  const permissions = answer.inToken.filter((name) => answer.held.includes(name));
  return { ...mine, permissions, version: answer.version, source: answer.source, stale };
}

async function server(request: Request): Promise<Response> {
  asked.push(request.headers.get("If-None-Match"));
  if (refusal) return refusal.clone();
  const body = JSON.stringify(bodyOf());
  const etag = `"${btoa(unescape(encodeURIComponent(body))).slice(-60)}${body.length}"`;
  if (request.headers.get("If-None-Match") === etag) return new Response(null, { status: 304 });
  return new Response(body, { headers: { "Content-Type": "application/json", ETag: etag } });
}

function openTab(subject = "usher|2", config: Config = CONFIG) {
  const queryClient = new QueryClient();
  const tokens = createTokenStore({ renew: renewed, onOtherSubject: vi.fn() });
  const authorizedFetch = createAuthorizedFetch(
    sendWithToken({ config, tokens, onExpired: vi.fn() }),
  );
  tokens.remember(config.audience, accessToken(subject));
  const source = { authorizedFetch, noteGranted: vi.fn(), config };
  const tab = followPermissions({ ...source, subject, tokens, queryClient });
  started.push(tab);
  return {
    tab,
    tokens,
    queryClient,
    mine: () => queryClient.getQueryData<MyPermissions>(PERMISSIONS_KEY),
    leftOut: () => queryClient.getQueryData(["me", "leftOut"]) ?? [],
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** How often somebody asked in that time. */
async function askedIn(ms: number): Promise<number> {
  const before = asked.length;
  await pass(ms);
  return asked.length - before;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("BroadcastChannel", createChannels());
  Object.defineProperty(navigator, "locks", { value: createLocks(), configurable: true });
  answer = { held: EMPLOYEE, inToken: EMPLOYEE, version: "1", source: "hybrid" };
  refusal = null;
  asked = [];
  started = [];
  // The issuer writes into a token what is held.
  renewed.mockReset().mockImplementation(async () => {
    answer.inToken = answer.held;
    return accessToken("usher|2");
  });
  bring("inFront");
});

afterEach(() => {
  for (const tab of started) tab.stop();
  Reflect.deleteProperty(navigator, "locks");
  vi.useRealTimers();
});

function give(...names: Permission[]): void {
  answer.held = [...EMPLOYEE, ...names];
  answer.version = String(Number(answer.version) + 1);
}

describe("a tab asks", () => {
  it("every second in front, and every 15 seconds behind", async () => {
    openTab();
    expect(await askedIn(10_500)).toBe(10);
    bring("behind");
    await pass(15_000);
    expect(await askedIn(30_000)).toBe(2);
  });

  it("every second beside another window, for five minutes", async () => {
    openTab();
    await pass(500);
    bring("beside");
    expect(await askedIn(10_000)).toBe(10);
    await pass(5 * 60_000);
    expect(await askedIn(30_000)).toBe(2);
    bring("inFront");
    expect(await askedIn(10_500)).toBeGreaterThanOrEqual(10);
  });

  it("every five minutes where the token alone counts, in front or behind", async () => {
    openTab("usher|2", BY_TOKEN);
    // The page itself has asked as it started.
    expect(await askedIn(299_000)).toBe(0);
    expect(await askedIn(1_500)).toBe(1);
    bring("behind");
    expect(await askedIn(10 * 60_000)).toBe(2);
    bring("inFront");
    expect(await askedIn(0)).toBe(1);
  });

  it("soon again where the token alone counts and no answer came", async () => {
    openTab("usher|2", BY_TOKEN);
    await pass(2_000);
    refusal = problem(500);
    bring("behind");
    bring("inFront");
    expect(await askedIn(60_000)).toBeGreaterThan(3);
    refusal = null;
    await pass(30_000);
    expect(await askedIn(60_000)).toBe(0);
  });

  it("once more when another token has come, where that alone counts", async () => {
    const { tokens } = openTab("usher|2", BY_TOKEN);
    await pass(2_000);
    tokens.remember(CONFIG.audience, accessToken());
    tokens.remember(CONFIG.audience, accessToken());
    expect(await askedIn(60_000)).toBe(1);
  });

  it("no faster than by the second where each question brings another token", async () => {
    const { tokens } = openTab("usher|2", BY_TOKEN);
    await pass(2_000);
    vi.stubGlobal("fetch", async (request: Request) => {
      tokens.remember(CONFIG.audience, accessToken());
      return server(request);
    });
    tokens.remember(CONFIG.audience, accessToken());
    expect(await askedIn(10_000)).toBeLessThanOrEqual(10);
  });

  it("at once when it comes to the front", async () => {
    bring("behind");
    openTab();
    expect(await askedIn(3_000)).toBe(0);
    bring("inFront");
    expect(await askedIn(0)).toBe(1);
  });

  it("not at all while offline, and at once afterwards", async () => {
    openTab();
    setOnline(false);
    expect(await askedIn(60_000)).toBe(0);
    setOnline(true);
    expect(await askedIn(0)).toBe(1);
  });

  it.each([429, 503])(
    "not before a server that answers %i has said, focus or not",
    async (status) => {
      openTab();
      refusal = problem(status, {}, { "Retry-After": "20" });
      await pass(1_000);
      bring("behind");
      bring("inFront");
      expect(await askedIn(19_500)).toBe(0);
      refusal = null;
      expect(await askedIn(1_000)).toBe(1);
    },
  );

  it("more and more seldom while no answer comes", async () => {
    openTab();
    refusal = problem(500);
    expect(await askedIn(60_000)).toBeLessThan(8);
  });

  it("no more once it has stopped, and forgets an answer that comes later", async () => {
    const { tab, mine } = openTab();
    let answerNow = () => {};
    vi.stubGlobal("fetch", async (request: Request) => {
      await new Promise<void>((resolve) => {
        answerNow = resolve;
      });
      return server(request);
    });
    await pass(1_000);
    tab.stop();
    answerNow();
    await pass(60_000);
    expect(asked).toHaveLength(1);
    expect(mine()).toBeUndefined();
  });
});

describe("an answer", () => {
  it("that is the same as before wakes nobody", async () => {
    const { queryClient } = openTab();
    await pass(1_000);
    const heard = vi.fn();
    queryClient.getQueryCache().subscribe(heard);
    await pass(10_000);
    expect(asked.at(-1)).not.toBeNull();
    expect(heard).not.toHaveBeenCalled();
  });

  it("of another version is what the page is drawn by, in the same tick", async () => {
    const { mine, queryClient } = openTab();
    await pass(1_000);
    queryClient.setQueryData(["me", "access"], {});
    answer = { ...answer, source: "live", inToken: [...EMPLOYEE, "write:books"] };
    give("write:books");
    await pass(1_000);
    expect(mine()?.permissions).toContain("write:books");
    expect(queryClient.getQueryState(["me", "access"])?.isInvalidated).toBe(true);
    expect(renewed).not.toHaveBeenCalled();
  });
});

describe("a token that is behind", () => {
  it("is renewed once, and what it opens asked at once", async () => {
    const { mine, leftOut } = openTab();
    await pass(1_000);
    give("write:books");
    await pass(1_100);
    expect(renewed).toHaveBeenCalledExactlyOnceWith(CONFIG.audience);
    expect(mine()).toMatchObject({ stale: false });
    expect(mine()?.permissions).toContain("write:books");
    expect(leftOut()).toEqual([]);
  });

  it("is renewed for each change, also there and back again", async () => {
    openTab();
    await pass(1_000);
    for (const names of [["write:books"], [], ["write:books"]] as Permission[][]) {
      give(...names);
      await pass(2_000);
    }
    expect(renewed).toHaveBeenCalledTimes(3);
  });

  it("of an issuer that never adds it is renewed once only, and what is missing is known", async () => {
    renewed.mockImplementation(async () => accessToken("usher|2"));
    const { leftOut, mine } = openTab();
    await pass(1_000);
    give("write:books");
    await pass(120_000);
    expect(renewed).toHaveBeenCalledTimes(1);
    expect(leftOut()).toEqual(["write:books"]);
    expect(mine()?.permissions).not.toContain("write:books");
    // It was withdrawn, so nothing is missing any more; given again, it is worth another try.
    give();
    await pass(2_000);
    expect(leftOut()).toEqual([]);
    give("write:books");
    await pass(2_000);
    expect(renewed).toHaveBeenCalledTimes(2);
  });

  it("is tried again after a while when no answer came at all", async () => {
    renewed.mockRejectedValueOnce(new ProviderTimeout());
    const { mine } = openTab();
    await pass(1_000);
    give("write:books");
    await pass(10_000);
    expect(renewed).toHaveBeenCalledTimes(1);
    await pass(10_000);
    expect(renewed).toHaveBeenCalledTimes(2);
    expect(mine()).toMatchObject({ stale: false });
  });

  it.each(["per_api_tokens", "multi_resource_refresh_token"] as const)(
    "under %s is dropped where more is held, so that the next request fetches another",
    async (strategy) => {
      const { tokens, mine } = openTab("usher|2", { ...CONFIG, strategy });
      // The token of the login carries no permissions there.
      vi.stubGlobal("fetch", async (request: Request) => {
        answer.inToken = answer.held;
        return server(request);
      });
      await pass(1_000);
      tokens.remember(BOOKS, accessToken());
      tokens.remember(MOVIES, accessToken());
      give("write:books");
      await pass(1_000);
      expect(mine()?.permissions).toContain("write:books");
      expect(tokens.held().get(BOOKS)).toBeUndefined();
      expect(tokens.held().get(MOVIES)).toBeDefined();
      tokens.remember(BOOKS, accessToken());
      give();
      await pass(1_000);
      expect(mine()?.permissions).not.toContain("write:books");
      expect(tokens.held().get(BOOKS)).toBeDefined();
      expect(renewed).not.toHaveBeenCalled();
    },
  );
});

describe("tabs of one browser", () => {
  it("ask for each other: one asks, all of them follow", async () => {
    const tabs = [openTab(), openTab(), openTab()];
    await pass(1_000);
    expect(await askedIn(10_000)).toBe(10);
    give("write:books");
    await pass(2_000);
    for (const { mine } of tabs) expect(mine()?.permissions).toContain("write:books");
    // Those that were told ask once more each, and are quiet again.
    expect(await askedIn(10_000)).toBe(10);
  });

  it("take over from one that has died", async () => {
    const left = openTab();
    const died = openTab();
    await pass(1_000);
    // The last to come to the front is the one that asks.
    died.tab.stop();
    await pass(0);
    expect(await askedIn(10_000)).toBe(10);
    expect(left.mine()?.version).toBe("1");
  });

  it("each ask where the browser has no locks", async () => {
    Reflect.deleteProperty(navigator, "locks");
    openTab();
    openTab();
    expect(await askedIn(10_000)).toBe(20);
  });

  it("of different people do not listen to each other, and each asks", async () => {
    const robin = openTab("usher|2");
    const batman = openTab("usher|1");
    const before = asked.length;
    new BroadcastChannel("usher-live").postMessage({ subject: "usher|9", version: "7" });
    await pass(0);
    expect(asked.length).toBe(before);
    expect(await askedIn(5_500)).toBe(10);
    robin.tab.stop();
    batman.tab.stop();
  });

  it("wait together where the server asked for it", async () => {
    openTab();
    openTab();
    await pass(1_000);
    new BroadcastChannel("usher-live").postMessage({
      subject: "usher|2",
      waitUntil: Date.now() + 20_000,
    });
    expect(await askedIn(19_000)).toBe(0);
  });
});
