/** A site of other records: no page around them speaks of films, books or the people of the demo. */
import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ResourceDefinition } from "@/records/resource";
import { resourceFeature } from "@/records/resourceFeature";
import { page } from "@/testing/server";
import { CONFIG, visit } from "@/testing/visit";

vi.mock("./features", async (original) => ({
  ...(await original<object>()),
  RESOURCES: [
    resourceFeature({
      name: "games",
      title: "Games",
      noun: { one: "game", many: "games" },
      searches: "titles",
      ordering: "title",
      fields: { title: { kind: "line", label: "Title" } },
    } as unknown as ResourceDefinition<"movies">),
  ],
}));

const OF_THE_DEMO = /films?\b|books?\b|movies|Batman|Employees/i;

describe("a site of games", () => {
  it("has a door that speaks of games, and of the demo's people in the demo alone", async () => {
    visit("/", "robin", { status: "signedOut", idClaims: null });
    expect(await screen.findByText(/^Games behind closed doors/)).toHaveTextContent("list:games");
    expect(screen.getByText("Add a game")).toBeVisible();
    expect(screen.getByRole("main")).not.toHaveTextContent(OF_THE_DEMO);
  });

  it("tells who holds nothing of games, and names them as what was changed", async () => {
    visit("/", "joker");
    expect(await screen.findByText(/some, games stay behind their doors/)).toBeVisible();
  });

  it("names them where they were changed lately", async () => {
    const { server } = visit("/", "batman", { config: { ...CONFIG, demo: true } });
    const change = { id: 1, at: "2026-11-29T12:00:00Z", actor: { subject: "", name: "Alfred" } };
    const target = { kind: "games.file", id: "", name: "games.jsonl" };
    server.on("GET /api/audit/changes/", page([{ ...change, action: "game.imported", target }]));
    expect(await screen.findByText("imported into the games by Alfred")).toBeVisible();
  });
});
