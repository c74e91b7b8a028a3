import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { problem } from "@/testing/server";
import { CONFIG, visit } from "@/testing/visit";

const PLANNER = {
  client_id: "planner app",
  name: "Gotham Planner",
  allowed: ["list:movies", "openid"],
  refused: ["edit:movies"],
  updated: "2026-11-20T10:00:00Z",
};

async function section() {
  return screen.findByRole("region", { name: "Applications you allowed" });
}

async function withPlanner() {
  const visited = visit("/access", "robin");
  let results = [PLANNER];
  visited.server.on("GET /me/consents", () => ({ results }));
  visited.server.on("DELETE /me/consents/planner%20app", () => {
    results = [];
    return new Response(null, { status: 204 });
  });
  return visited;
}

describe("the applications you allowed", () => {
  it("are none at first, and that is said in a sentence", async () => {
    visit("/access", "robin");
    expect(await screen.findByText(/allowed no application anything yet/)).toBeVisible();
  });

  it("are not mentioned where the provider is not ours", async () => {
    const { server } = visit("/access", "robin", { config: { ...CONFIG, account: null } });
    await screen.findByRole("region", { name: "Your tokens" });
    expect(screen.queryByText("Applications you allowed")).toBeNull();
    expect(server.asked).not.toContain("GET /me/consents");
  });

  it("say in words what each may do and what it does not get", async () => {
    await withPlanner();
    const shown = await section();
    expect(await within(shown).findByText(/It may: know that it is you/)).toHaveTextContent(
      "see the list of movies",
    );
    expect(within(shown).getByText(/It does not get: change movies/)).toBeVisible();
  });

  it("keep what they may when the question is answered with no", async () => {
    const { user, server } = await withPlanner();
    await user.click(
      await screen.findByRole("button", { name: "Withdraw your consent to Gotham Planner" }),
    );
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("ends within minutes");
    await user.click(within(dialog).getByRole("button", { name: "Keep it" }));
    expect(server.asked.some((operation) => operation.startsWith("DELETE"))).toBe(false);
  });

  it("lose it when you withdraw; the focus stays in the section and it is announced", async () => {
    const { user } = await withPlanner();
    await user.click(
      await screen.findByRole("button", { name: "Withdraw your consent to Gotham Planner" }),
    );
    await user.click(await screen.findByRole("button", { name: "Withdraw your consent" }));
    expect(await screen.findByText(/allowed no application anything yet/)).toBeVisible();
    expect(
      await screen.findByText(/Gotham Planner may do nothing for you any more/),
    ).toHaveAttribute("aria-live", "polite");
    expect((await section()).contains(document.activeElement)).toBe(true);
  });

  it("stay listed when withdrawing fails, and the reason is shown", async () => {
    const { user, server } = await withPlanner();
    server.on("DELETE /me/consents/planner%20app", () => problem(503));
    await user.click(
      await screen.findByRole("button", { name: "Withdraw your consent to Gotham Planner" }),
    );
    await user.click(await screen.findByRole("button", { name: "Withdraw your consent" }));
    expect(await screen.findByText("A part of Usher is not reachable")).toBeVisible();
    expect(screen.getByText("Gotham Planner", { selector: "h3" })).toBeInTheDocument();
  });
});
