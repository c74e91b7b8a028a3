import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { deviceOf, problem } from "@/testing/server";
import { CONFIG, visit } from "@/testing/visit";
import { browserInWords } from "./browserInWords";

const config = { ...CONFIG, strategy: "backend_for_frontend" } as const;
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

async function devices() {
  const visited = visit("/access", "robin", { config });
  const other = deviceOf({ id: 7, current: false, user_agent: PHONE, address: "192.0.2.7" });
  visited.server.on("GET /bff/sessions", { results: [deviceOf(), other] });
  const section = await screen.findByRole("region", { name: "Devices" });
  await within(section).findByText("Safari on iPhone");
  return { ...visited, section };
}

describe("the devices in My access", () => {
  it("are there only where the site's server keeps sessions", async () => {
    visit("/access", "robin");
    await screen.findByRole("region", { name: "Your tokens" });
    expect(screen.queryByRole("region", { name: "Devices" })).toBeNull();
  });

  it("say which is this browser, which only logging out ends", async () => {
    const { section } = await devices();
    expect(within(section).getByText("Firefox on Linux")).toBeVisible();
    expect(within(section).getByText("this browser")).toBeVisible();
    expect(within(section).getAllByRole("button")).toHaveLength(1);
    expect(within(section).getByText(/At 192\.0\.2\.7, since Nov 29, 2026/)).toBeVisible();
  });

  it("can be logged out one by one, and it is announced", async () => {
    const { section, server, user } = await devices();
    server.on("DELETE /bff/sessions/7", () => {
      server.on("GET /bff/sessions", { results: [deviceOf()] });
      return new Response(null, { status: 204 });
    });
    await user.click(within(section).getByRole("button", { name: /Log out of Safari on iPhone/ }));
    await expect.poll(() => within(section).queryByText("Safari on iPhone")).toBeNull();
    expect(screen.getByText("Logged out there.")).toHaveAttribute("aria-live", "polite");
    expect(section.contains(document.activeElement)).toBe(true);
  });

  it("stay listed where that fails, with the reason", async () => {
    const { section, server, user } = await devices();
    server.on("DELETE /bff/sessions/7", () => problem(503, {}, { "Retry-After": "5" }));
    await user.click(within(section).getByRole("button", { name: /Log out of/ }));
    expect(await within(section).findByRole("alert")).toBeVisible();
    expect(within(section).getByText("Safari on iPhone")).toBeVisible();
  });
});

describe("a browser's name", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
    ["Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"],
    ["curl/8.1", "curl/8.1"],
    ["", "A browser without a name"],
  ])("of %j is %s", (userAgent, words) => {
    expect(browserInWords(userAgent)).toBe(words);
  });
});
