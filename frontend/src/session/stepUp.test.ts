import { beforeEach, describe, expect, it, vi } from "vitest";
import { problem } from "@/testing/server";
import type { Claims } from "./jwt";
import { createStepUp } from "./stepUp";

const KEY = "usher-step-up";
const REMOVE = {
  method: "DELETE",
  headers: { "If-Match": '"7"', Authorization: "Bearer secret", "X-Usher": "handle" },
};
const TOO_OLD = () =>
  problem(
    401,
    { code: "insufficient_user_authentication", max_age: 300 },
    { "WWW-Authenticate": 'Bearer error="insufficient_user_authentication", max_age="300"' },
  );
const claims =
  (changes: Claims = {}) =>
  async () => ({ sub: "usher|1", auth_time: 1_000, ...changes });
const LATER = claims({ auth_time: 2_000 });

beforeEach(() => sessionStorage.clear());

function requestTo(path = "/api/roles/3/?a=b", init: RequestInit = REMOVE): Request {
  return new Request(new URL(path, window.location.origin), init);
}

/** Somebody who is asked to confirm, and goes to the login. */
async function gone(request = requestTo(), readIdToken = claims()) {
  const stepUp = createStepUp();
  const answered = vi.fn();
  void stepUp
    .asking(async () => TOO_OLD())(request)
    .then(answered);
  await expect.poll(() => stepUp.state().question).not.toBeNull();
  await stepUp.goToLogin(readIdToken);
  expect(answered).not.toHaveBeenCalled();
  return stepUp;
}

/** The page that is loaded afterwards, and what it sends. */
async function comesBack(readIdToken = LATER, isLoggedIn = true, answer = () => new Response()) {
  const stepUp = createStepUp();
  const sent: Request[] = [];
  const send = async (request: Request) => {
    expect(sessionStorage.getItem(KEY)).toBeNull();
    sent.push(request);
    return answer();
  };
  await stepUp.repeat(send, isLoggedIn, readIdToken);
  return { sent, stepUp };
}

describe("a request that wants a fresh login", () => {
  it("is answered as it was where the person leaves it, and nothing is kept", async () => {
    const stepUp = createStepUp();
    const answered = stepUp.asking(async () => TOO_OLD())(requestTo());
    await expect
      .poll(() => stepUp.state().question)
      .toEqual({ method: "DELETE", maxAge: 300, isRepeated: true });
    stepUp.leaveIt();
    expect((await answered).status).toBe(401);
    expect(stepUp.state().question).toBeNull();
    expect((await comesBack()).sent).toEqual([]);
  });

  it("is sent once more after the login, as it was, and never a second time", async () => {
    const body = JSON.stringify({ name: "Night" });
    const headers = { "Content-Type": "application/json", "Idempotency-Key": "8d7e" };
    await gone(requestTo("/api/roles/", { method: "POST", headers, body }));
    const { sent, stepUp } = await comesBack();
    const [again] = sent as [Request];
    expect([again.method, again.url, await again.text()]).toEqual([
      "POST",
      `${window.location.origin}/api/roles/`,
      body,
    ]);
    expect(again.headers.get("Idempotency-Key")).toBe("8d7e");
    expect(stepUp.state().outcome).toMatchObject({ problem: null });
    expect((await comesBack()).sent).toEqual([]);
  });

  it("leaves no token in the tab", async () => {
    await gone();
    const kept = sessionStorage.getItem(KEY) as string;
    expect(kept).toContain('If-Match":"\\"7\\""');
    expect(kept).not.toMatch(/secret|Bearer|handle/);
  });

  it.each([
    ["nobody is logged in", LATER, false],
    ["the login is the same as before", claims(), true],
    ["the login is not told", claims({ auth_time: undefined }), true],
    ["somebody else has logged in", claims({ auth_time: 2_000, sub: "usher|2" }), true],
    [
      "the ID token is gone",
      async () => null as unknown as { sub: string; auth_time: number },
      true,
    ],
  ])("is never sent again where %s", async (_what, readIdToken, isLoggedIn) => {
    await gone();
    expect((await comesBack(readIdToken, isLoggedIn)).sent).toEqual([]);
    expect((await comesBack()).sent).toEqual([]);
  });

  it("is not sent after a later login where they went back to the page, which goes on", async () => {
    const stepUp = await gone();
    stepUp.leaveIt();
    expect((await comesBack()).sent).toEqual([]);
  });

  it("is forgotten after ten minutes", async () => {
    await gone();
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 600_001);
    expect((await comesBack()).sent).toEqual([]);
  });

  it("is told to have failed where it fails, and asks no second time by itself", async () => {
    await gone();
    const { stepUp } = await comesBack(LATER, true, TOO_OLD);
    expect(stepUp.state()).toMatchObject({ question: null, outcome: { problem: { maxAge: 300 } } });
    await gone();
    const { stepUp: other } = await comesBack(LATER, true, () => {
      throw new TypeError("Failed to fetch");
    });
    expect(other.state().outcome?.problem).toBeInstanceOf(TypeError);
  });

  it.each([
    ["reads", "GET", undefined, ""],
    ["carries a file", "POST", "a;b", "text/csv"],
    ["is too long", "POST", `"${"x".repeat(100_000)}"`, "application/json"],
  ])("is theirs to do again where it %s", async (_what, method, body, type) => {
    const stepUp = createStepUp();
    const init = { method, headers: { "Content-Type": type }, ...(body && { body }) };
    void stepUp.asking(async () => TOO_OLD())(requestTo("/api/roles/", init));
    await expect.poll(() => stepUp.state().question?.isRepeated).toBe(false);
    await stepUp.goToLogin(claims());
    expect((await comesBack()).sent).toEqual([]);
  });

  it("is no other refusal", async () => {
    const stepUp = createStepUp();
    for (const answer of [problem(401), problem(403, { max_age: 300 }), new Response("<html>")]) {
      expect(await stepUp.asking(async () => answer)(requestTo())).toBe(answer);
    }
    expect(stepUp.state().question).toBeNull();
  });
});
