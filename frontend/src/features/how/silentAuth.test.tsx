import { beforeEach, describe, expect, it, vi } from "vitest";
import { CONFIG } from "@/testing/visit";
import { fetchTokensSilently } from "./silentAuth";

const MOVIES = "https://movies.example/";

async function frame(): Promise<HTMLIFrameElement> {
  await vi.waitFor(() => expect(document.querySelector("iframe")).not.toBeNull());
  return document.querySelector("iframe") as HTMLIFrameElement;
}

const askedBy = (element: HTMLIFrameElement) => new URL(element.src).searchParams;

function answer(source: Window | null, response: object, origin = CONFIG.domain) {
  const data = { type: "authorization_response", response };
  window.dispatchEvent(new MessageEvent("message", { data, origin, source }));
}

describe("a silent request beside the session", () => {
  const fetched = vi.fn<(request: Request) => Promise<Response>>();

  beforeEach(() => {
    fetched.mockReset();
    fetched.mockResolvedValue(Response.json({ access_token: "opaque", id_token: "a.b.c" }));
    vi.stubGlobal("fetch", fetched);
  });

  it("names no audience when none is wanted, and asks for nothing but silence", async () => {
    const tokens = fetchTokensSilently(CONFIG, null);
    const asked = askedBy(await frame());
    expect(asked.has("audience")).toBe(false);
    expect(asked.get("prompt")).toBe("none");
    answer((await frame()).contentWindow, { code: "x", state: asked.get("state") });
    expect(await tokens).toEqual({ accessToken: "opaque", idToken: "a.b.c" });
    expect(document.querySelector("iframe")).toBeNull();
  });

  it("redeems the code with the secret whose hash went before", async () => {
    const tokens = fetchTokensSilently(CONFIG, MOVIES);
    const asked = askedBy(await frame());
    expect(asked.get("audience")).toBe(MOVIES);
    answer((await frame()).contentWindow, { code: "x", state: asked.get("state") });
    await tokens;
    const form = new URLSearchParams(await fetched.mock.calls[0]?.[0].text());
    const verifier = new TextEncoder().encode(form.get("code_verifier") ?? "");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", verifier));
    const hash = btoa(String.fromCharCode(...digest))
      .replaceAll("+", "-")
      .replaceAll("/", "_");
    expect(asked.get("code_challenge")).toBe(hash.replaceAll("=", ""));
  });

  it("takes no answer from another window, another origin or another request", async () => {
    const tokens = fetchTokensSilently(CONFIG, null);
    const element = await frame();
    const state = askedBy(element).get("state");
    answer(window, { code: "forged", state });
    answer(element.contentWindow, { code: "forged", state }, "https://evil.example");
    answer(element.contentWindow, { code: "forged", state: "another" });
    await expect(tokens).rejects.toThrow("no code");
    expect(fetched).not.toHaveBeenCalled();
  });

  it("keeps its answer from the SDK, which would take it for its own", async () => {
    const sdk = vi.fn();
    window.addEventListener("message", sdk);
    const tokens = fetchTokensSilently(CONFIG, null);
    const element = await frame();
    answer(element.contentWindow, { code: "x", state: askedBy(element).get("state") });
    await tokens;
    window.removeEventListener("message", sdk);
    expect(sdk).not.toHaveBeenCalled();
  });

  it("says in the provider's words why there is no token", async () => {
    const tokens = fetchTokensSilently(CONFIG, null);
    const element = await frame();
    const state = askedBy(element).get("state");
    answer(element.contentWindow, {
      error: "login_required",
      error_description: "Nobody is logged in here.",
      state,
    });
    await expect(tokens).rejects.toThrow("Nobody is logged in here.");
  });
});
