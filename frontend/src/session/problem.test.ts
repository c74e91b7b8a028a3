import { describe, expect, it } from "vitest";
import { problem } from "@/testing/server";
import { Problem, ProviderTimeout, Unreachable } from "./problem";
import { worthAnotherTry } from "./queryClient";

async function read(response: Response): Promise<Problem> {
  return new Problem(response, await response.json());
}

describe("a refusal", () => {
  it("names the permission that is missing", async () => {
    const refusal = await read(problem(403, { required_permission: "edit:movies" }));
    expect(refusal.requiredPermission).toBe("edit:movies");
  });

  it("gives one sentence for each field, also for lists within lists", async () => {
    const refusal = await read(
      problem(400, { errors: { title: ["Too long.", "Too odd."], cast: { 0: ["Empty."] } } }),
    );
    expect(refusal.fieldErrors).toEqual({ title: "Too long. Too odd.", cast: "Empty." });
  });

  it("can be anything: HTML from a proxy, or nothing", () => {
    const response = new Response("<h1>Bad gateway</h1>", { status: 502 });
    expect(new Problem(response, "<h1>Bad gateway</h1>").status).toBe(502);
    expect(new Problem(response, undefined).fieldErrors).toEqual({});
  });

  it("says how long to wait, by seconds or by date", async () => {
    expect((await read(problem(429, {}, { "Retry-After": "12" }))).retryAfterSeconds).toBe(12);
    const soon = new Date(Date.now() + 30_000).toUTCString();
    const waited = (await read(problem(503, {}, { "Retry-After": soon }))).retryAfterSeconds;
    expect(waited).toBeGreaterThan(25);
    expect((await read(problem(503))).retryAfterSeconds).toBeNull();
  });
});

describe("asking again by itself", () => {
  it("is never done after a refusal, nor before the time the server named", async () => {
    expect(worthAnotherTry(0, await read(problem(403)))).toBe(false);
    expect(worthAnotherTry(0, await read(problem(429, {}, { "Retry-After": "9" })))).toBe(false);
    expect(worthAnotherTry(0, await read(problem(503, {}, { "Retry-After": "9" })))).toBe(false);
  });

  it("is never done after a long wait: the person decides", async () => {
    expect(worthAnotherTry(0, new ProviderTimeout())).toBe(false);
    expect(worthAnotherTry(0, await read(problem(504)))).toBe(false);
    expect(worthAnotherTry(0, await read(problem(502)))).toBe(true);
  });

  it("is done twice when the network or the server broke", async () => {
    const broken = await read(problem(500));
    expect([0, 1, 2].map((failures) => worthAnotherTry(failures, broken))).toEqual([
      true,
      true,
      false,
    ]);
    expect(worthAnotherTry(0, new Unreachable())).toBe(true);
  });
});
