import { i18n } from "@lingui/core";
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

  const FIELDS = [
    { field: "title", code: "max_length", detail: "Too long.", most: "500" },
    { field: "title", code: "odd", detail: "Too odd." },
    { field: "cast", code: "odd", detail: "Too odd." },
    { field: "cast", code: "odd", detail: "Too odd." },
  ];

  it("gives one sentence for each field, and says each once", async () => {
    const refusal = await read(problem(400, { field_errors: FIELDS }));
    expect(refusal.fieldErrors).toEqual({ title: "Too long. Too odd.", cast: "Too odd." });
  });

  it("is worded in the reader's language by its code, with the limit it names", async () => {
    const spoken = i18n.locale;
    i18n.loadAndActivate({ locale: "de", messages: {} });
    const refusal = await read(problem(400, { field_errors: FIELDS }));
    i18n.activate(spoken);
    expect(refusal.fieldErrors.title).toBe("This may have at most 500 characters. Too odd.");
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
