import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { accessToken, tokenWith } from "@/testing/tokens";
import { createTokenStore } from "./tokenStore";

const MOVIES = "https://movies.usher.example/";
const BOOKS = "https://books.usher.example/";

function memoryWith(renew = vi.fn(async () => accessToken("usher|2", 5))) {
  const onOtherSubject = vi.fn();
  return { renew, onOtherSubject, memory: createTokenStore({ renew, onOtherSubject }) };
}

describe("the token memory", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_800_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("renews once for calls that wait at the same time", async () => {
    const { memory, renew } = memoryWith();
    const tokens = await Promise.all([1, 2, 3].map(() => memory.tokenFor(MOVIES)));
    expect(renew).toHaveBeenCalledTimes(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("uses a five-second token for four seconds, then renews it once", async () => {
    const { memory, renew } = memoryWith();
    await memory.tokenFor(MOVIES);
    vi.advanceTimersByTime(3900);
    await memory.tokenFor(MOVIES);
    expect(renew).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(200);
    await memory.tokenFor(MOVIES);
    await memory.tokenFor(MOVIES);
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it("renews a long token 30 seconds before its end", async () => {
    const { memory, renew } = memoryWith(vi.fn(async () => accessToken("usher|2", 600)));
    await memory.tokenFor(MOVIES);
    vi.advanceTimersByTime(569_000);
    await memory.tokenFor(MOVIES);
    expect(renew).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    await memory.tokenFor(MOVIES);
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it("uses the token that came with the login without asking for another", async () => {
    const { memory, renew } = memoryWith();
    const token = accessToken("usher|2", 5);
    memory.remember(MOVIES, token);
    expect(await memory.tokenFor(MOVIES)).toBe(token);
    expect(renew).not.toHaveBeenCalled();
  });

  it("holds on to a token while a newer one is fetched, and when none comes", async () => {
    const { memory, renew } = memoryWith(vi.fn(() => Promise.reject(new Error("offline"))));
    const token = accessToken("usher|2", 600);
    memory.remember(MOVIES, token);
    await expect(memory.renew(MOVIES)).rejects.toThrow("offline");
    expect(renew).toHaveBeenCalledTimes(1);
    expect(memory.held().get(MOVIES)?.token).toBe(token);
  });

  it("keeps each audience's token apart", async () => {
    const { memory, renew } = memoryWith();
    memory.remember(MOVIES, accessToken());
    await memory.tokenFor(BOOKS);
    expect(renew).toHaveBeenCalledExactlyOnceWith(BOOKS);
  });

  it("tries again after a renewal that failed", async () => {
    const renew = vi.fn(async () => accessToken());
    renew.mockRejectedValueOnce(new Error("login_required"));
    const { memory } = memoryWith(renew);
    await expect(memory.tokenFor(MOVIES)).rejects.toThrow("login_required");
    await expect(memory.tokenFor(MOVIES)).resolves.toBeTruthy();
  });

  it("forgets a rejected token, but not a newer one", async () => {
    const { memory, renew } = memoryWith();
    const old = accessToken();
    memory.remember(MOVIES, old);
    memory.reject(MOVIES, old);
    const fresh = await memory.tokenFor(MOVIES);
    memory.reject(MOVIES, old);
    expect(await memory.tokenFor(MOVIES)).toBe(fresh);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it("renews once more when asked while a renewal is under way, and both who asked share it", async () => {
    const { memory, renew } = memoryWith();
    const underWay = memory.tokenFor(MOVIES);
    const both = await Promise.all([memory.renew(MOVIES), memory.renew(MOVIES)]);
    await underWay;
    expect(renew).toHaveBeenCalledTimes(2);
    expect(new Set(both).size).toBe(1);
  });

  it("keeps neither a token that says too little nor one that was under way", async () => {
    const { memory, renew } = memoryWith();
    const underWay = memory.tokenFor(MOVIES);
    memory.outdate(MOVIES);
    await underWay;
    expect(memory.held().get(MOVIES)).toBeUndefined();
    await memory.tokenFor(MOVIES);
    memory.outdate(MOVIES);
    expect(memory.held().get(MOVIES)).toBeUndefined();
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it("does not let a late renewal bring back who has logged out", async () => {
    let answer: (token: string) => void = () => undefined;
    const renew = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
    const { memory } = memoryWith(renew);
    const waiting = memory.tokenFor(MOVIES);
    memory.clear();
    answer(accessToken());
    await waiting;
    expect(memory.held().get(MOVIES)).toBeUndefined();
  });

  /** Robin's renewal of a token for films, which the test answers when it likes. */
  function withLateRenewal() {
    let answer: (token: string) => void = () => undefined;
    const renew = vi.fn(async () => accessToken("usher|1"));
    renew.mockImplementationOnce(() => new Promise<string>((resolve) => (answer = resolve)));
    const { memory, onOtherSubject } = memoryWith(renew);
    memory.remember(BOOKS, accessToken("usher|2"));
    const waiting = memory.tokenFor(MOVIES);
    /** The SDK's cache hears of a token before whoever waits for it. */
    const comes = async () => {
      const token = accessToken("usher|2");
      memory.remember(MOVIES, token);
      answer(token);
      await waiting;
    };
    return { memory, onOtherSubject, renew, comes };
  }

  it("lets no late renewal of the former person oust the token of the new one", async () => {
    const { memory, onOtherSubject, renew, comes } = withLateRenewal();
    const batmans = accessToken("usher|1");
    memory.remember(BOOKS, batmans);
    await comes();
    expect(onOtherSubject).toHaveBeenCalledTimes(1);
    expect(await memory.tokenFor(BOOKS)).toBe(batmans);
    expect(memory.held().get(MOVIES)).toBeUndefined();
    await memory.tokenFor(MOVIES);
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it("gives the new person a token of their own, and none that the former one waited for", async () => {
    const { memory, comes } = withLateRenewal();
    memory.remember(BOOKS, accessToken("usher|1"));
    const own = await memory.tokenFor(MOVIES);
    await comes();
    expect(await memory.tokenFor(MOVIES)).toBe(own);
  });

  it("hears again of the former person once nothing of theirs is late", async () => {
    const { memory, onOtherSubject, comes } = withLateRenewal();
    memory.remember(BOOKS, accessToken("usher|1"));
    await comes();
    const robins = accessToken("usher|2");
    memory.remember(MOVIES, robins);
    expect(onOtherSubject).toHaveBeenCalledTimes(2);
    expect(await memory.tokenFor(MOVIES)).toBe(robins);
  });

  it("lets no late renewal come in by the SDK's cache after a logout", async () => {
    const { memory, comes } = withLateRenewal();
    memory.clear();
    await comes();
    expect(memory.held().get(MOVIES)).toBeUndefined();
  });

  it("empties itself and says so when a token of somebody else arrives", () => {
    const { memory, onOtherSubject } = memoryWith();
    memory.remember(MOVIES, accessToken("usher|2"));
    memory.remember(BOOKS, accessToken("usher|1"));
    expect(onOtherSubject).toHaveBeenCalledTimes(1);
    expect(memory.held().get(MOVIES)).toBeUndefined();
  });

  it("works with a clock that is an hour ahead", async () => {
    const { memory, renew } = memoryWith();
    const iat = Date.now() / 1000 - 3600;
    memory.remember(MOVIES, tokenWith({ sub: "usher|2", iat, exp: iat + 600 }));
    await memory.tokenFor(MOVIES);
    expect(renew).not.toHaveBeenCalled();
  });

  it("uses an opaque token once only, since nobody can tell when it ends", async () => {
    const { memory, renew } = memoryWith();
    memory.remember(MOVIES, "opaque");
    await memory.tokenFor(MOVIES);
    expect(renew).toHaveBeenCalledTimes(1);
  });
});
