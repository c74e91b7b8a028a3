import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setOnline } from "@/testing/browser";
import { type Reload, reloadWhenReachable } from "./reloadWhenReachable";

describe("a page whose code did not come", () => {
  let isThere = false;
  let start: Reload;
  const reload = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_800_000_000_000 });
    isThere = false;
    reload.mockClear();
    vi.stubGlobal("fetch", async () => {
      if (!isThere) throw new TypeError("Failed to fetch");
      return new Response("ok");
    });
  });
  afterEach(() => {
    start.stop();
    vi.useRealTimers();
  });

  it("is not loaded anew while the site does not answer, for that page would be the browser's", async () => {
    start = reloadWhenReachable(reload);
    await vi.advanceTimersByTimeAsync(120_000);
    setOnline(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(reload).not.toHaveBeenCalled();
  });

  it("is loaded anew by itself once the network is back", async () => {
    start = reloadWhenReachable(reload);
    await vi.advanceTimersByTimeAsync(60_000);
    isThere = true;
    setOnline(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("is loaded anew when a server that was away answers, without any word from the browser", async () => {
    start = reloadWhenReachable(reload);
    await vi.advanceTimersByTimeAsync(60_000);
    isThere = true;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("is loaded anew once a minute at most, where that does not help", async () => {
    isThere = true;
    start = reloadWhenReachable(reload);
    await vi.advanceTimersByTimeAsync(1_000);
    start.stop();
    start = reloadWhenReachable(reload);
    await vi.advanceTimersByTimeAsync(58_000);
    expect(reload).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(reload).toHaveBeenCalledTimes(2);
  });
});
