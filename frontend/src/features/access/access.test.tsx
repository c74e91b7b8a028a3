import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { accessToken } from "@/testing/tokens";
import { CONFIG, visit } from "@/testing/visit";
import { durationInWords } from "./Countdown";
import { meaningOf } from "./claimDescriptions";

async function ticketRow(name: string): Promise<HTMLElement> {
  const tickets = await screen.findByRole("region", { name: "Your tickets" });
  const row = (await within(tickets).findByText(name)).closest("li");
  if (!row) throw new Error(`${name} stands in no list.`);
  return row;
}

describe("My access", () => {
  it("tells Alfred what came through his role, what directly, and what is missing", async () => {
    visit("/access", "alfred");
    expect(await ticketRow("list:books")).toHaveTextContent("through Employees");
    expect(await ticketRow("write:books")).toHaveTextContent("given to you directly");
    expect(await ticketRow("edit:books")).toHaveTextContent("Managers hold it");
    expect(await ticketRow("edit:books")).toHaveTextContent("you do not hold it");
  });

  it("claims nothing about origins where no directory is there", async () => {
    const { server } = visit("/access", "robin");
    server.on("GET /me/access", {
      permissions: [
        {
          name: "list:movies",
          resource: "movies",
          action: "list",
          held: true,
          roles: null,
          direct: null,
          held_by_roles: null,
        },
      ],
      ask: null,
    });
    expect(await ticketRow("list:movies")).not.toHaveTextContent("through");
  });

  it("never prints a token", async () => {
    const token = accessToken("usher|2");
    const { tokens } = visit("/access", "robin");
    tokens.remember(CONFIG.audience, token);
    await screen.findByText(/claims in words/);
    expect(document.body.textContent).not.toContain(token.split(".")[1]);
  });

  it("fetches a new access token when asked, and looks at the permissions again", async () => {
    const { session, server, user } = visit("/access", "robin");
    await user.click(await screen.findByRole("button", { name: "Fetch a new token" }));
    const renewed = vi.fn();
    session.tokens.subscribe(renewed);
    await expect
      .poll(() => server.asked.filter((operation) => operation === "GET /me/permissions").length)
      .toBeGreaterThan(1);
  });

  it("says so when no new token came, and still shows the one that is held", async () => {
    const { session, user } = visit("/access", "robin");
    session.tokens.renew = () => Promise.reject(new Error("offline"));
    await user.click(await screen.findByRole("button", { name: "Fetch a new token" }));
    expect(await screen.findByText(/No new token came/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Copy the access token" })).toBeVisible();
  });

  it("links to no account pages where the provider is not ours", async () => {
    visit("/access", "robin", { config: { ...CONFIG, account: null } });
    await screen.findByRole("region", { name: "Your tickets" });
    expect(screen.queryByText("Log out everywhere")).toBeNull();
  });
});

describe("a claim in words", () => {
  it("tells the audience of an ID token from that of an access token", () => {
    expect(meaningOf("aud", "id", CONFIG.claimsNamespace)).toContain("this app");
    expect(meaningOf("aud", "access", CONFIG.claimsNamespace)).toContain("must refuse");
  });

  it("says that a claim of one's own opens nothing", () => {
    const own = `${CONFIG.claimsNamespace}permissions`;
    expect(meaningOf(own, "id", CONFIG.claimsNamespace)).toContain("opens nothing");
  });

  it("says so when it is not known", () => {
    expect(meaningOf("zoneinfo", "id", CONFIG.claimsNamespace)).toContain("provider's own");
  });
});

describe("a duration", () => {
  it("is said in the units that matter", () => {
    expect([5, 65, 600, 3661, 604_000].map(durationInWords)).toEqual([
      "5 s",
      "1 min 5 s",
      "10 min",
      "1 h 1 min",
      "6 days 23 h",
    ]);
  });
});
