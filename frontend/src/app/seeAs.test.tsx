import { cleanup, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { createApi } from "@/api/client";
import { readOnlyFetch } from "@/session/readOnlyFetch";
import { PEOPLE, rolesNamed, userInFull } from "@/testing/people";
import { inVersion } from "@/testing/server";
import { visit } from "@/testing/visit";

const SENTENCE = "You see Usher as Robin. You still act as Batman: nothing can be changed here.";

async function seeAsRobin() {
  const visited = visit("/people/usher%7C2", "batman");
  visited.server.on("GET /api/users/usher%7C2/", inVersion(userInFull(PEOPLE.robin), '"1"'));
  const grants = { roles: rolesNamed("Employees"), permissions: [] };
  visited.server.on("GET /api/users/usher%7C2/grants/", inVersion(grants, '"1"'));
  await visited.user.click(await screen.findByRole("button", { name: "See as Robin" }));
  return visited;
}

describe("seeing Usher as Robin", () => {
  it("draws the menu and the buttons that Robin would see, and says so", async () => {
    const { router } = await seeAsRobin();
    expect(await screen.findByText(SENTENCE)).toBeVisible();
    const menu = screen.getByRole("navigation", { name: "Main" });
    expect(within(menu).queryByRole("link", { name: "People" })).toBeNull();
    expect(within(menu).getByRole("link", { name: "Movies" })).toBeVisible();
    await router.navigate({ to: "/movies" });
    await screen.findByRole("heading", { name: "Movies" });
    expect(screen.queryByRole("link", { name: "Add a film" })).toBeNull();
    await router.navigate({ to: "/movies/new" });
    expect(await screen.findByText("write:movies")).toBeVisible();
  });

  it("greets as Robin is greeted, with Robin's role", async () => {
    await seeAsRobin();
    expect(await screen.findByRole("heading", { name: "Welcome, Robin" })).toBeVisible();
    expect(screen.getByText(/your role is Employees/)).toBeVisible();
    // The token would be Batman's.
    expect(screen.queryByRole("button", { name: "Copy the line" })).toBeNull();
  });

  it.each(["/access", "/how"] as const)("says on %s that it stays about Batman", async (to) => {
    const { router } = await seeAsRobin();
    await router.navigate({ to });
    expect(await screen.findByText(/This page is about you, Batman/)).toBeVisible();
    if (to === "/access") {
      expect(await screen.findByText("You hold every ticket there is.")).toBeVisible();
      expect(screen.getByText(/Managers, 21 permissions/)).toBeVisible();
    }
  });

  it("keeps saying who acts, and leads back when it is stopped", async () => {
    const { user, router } = await seeAsRobin();
    expect(screen.getByRole("button", { name: /Batman/ })).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    await expect.poll(() => router.state.location.pathname).toMatch(/^\/people\//);
    expect(screen.queryByText(SENTENCE)).toBeNull();
    expect(await screen.findByRole("button", { name: "See as Robin" })).toBeVisible();
  });
});

describe("after a reload", () => {
  it("Usher is still seen as Robin, and left for where that began", async () => {
    await seeAsRobin();
    await screen.findByText(SENTENCE);
    cleanup();
    const { user, router, server } = visit("/movies", "batman");
    server.on("GET /api/users/usher%7C2/", inVersion(userInFull(PEOPLE.robin), '"1"'));
    expect(await screen.findByText(SENTENCE)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop" }));
    await expect.poll(() => router.state.location.pathname).toMatch(/^\/people\//);
    cleanup();
    visit("/movies", "batman");
    await screen.findByRole("heading", { name: "Movies" });
    expect(screen.queryByText(SENTENCE)).toBeNull();
  });

  it("nobody else looks through Robin's eyes", async () => {
    await seeAsRobin();
    await screen.findByText(SENTENCE);
    cleanup();
    visit("/movies", "alfred");
    await screen.findByRole("heading", { name: "Movies" });
    expect(screen.queryByText(/You see Usher as/)).toBeNull();
  });
});

describe("seeing Usher as Alfred, who may add books", () => {
  it("offers what he may do, and does none of it", async () => {
    const { server, user, router } = visit("/people/usher%7C3", "batman");
    server.on("GET /api/users/usher%7C3/", inVersion(userInFull(PEOPLE.alfred), '"1"'));
    const grants = { roles: rolesNamed("Employees"), permissions: ["write:books"] };
    server.on("GET /api/users/usher%7C3/grants/", inVersion(grants, '"1"'));
    server.on("POST /api/books/", { id: 1 });
    await user.click(await screen.findByRole("button", { name: "See as Alfred" }));
    await screen.findByText(/You see Usher as Alfred/);
    await router.navigate({ to: "/books/new" });
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Emma");
    await user.type(screen.getByRole("combobox", { name: "Authors" }), "Jane Austen{Enter}");
    await user.click(screen.getByRole("button", { name: "Add the book" }));
    const refusal = await screen.findByRole("alert");
    expect(within(refusal).getByText(/nothing can be changed here/)).toBeVisible();
    expect(server.asked).not.toContain("POST /api/books/");
  });
});

describe("a client that only reads", () => {
  it("refuses every change with its sentence, and sends none", async () => {
    const { session, server } = visit("/", "batman");
    const api = createApi(readOnlyFetch(session.authorizedFetch, SENTENCE), session.config);
    const params = { path: { id: 7 } };
    await expect(api.DELETE("/api/movies/{id}/", { params })).rejects.toThrow(SENTENCE);
    await expect(api.POST("/api/movies/", { body: {} as never })).rejects.toThrow(SENTENCE);
    await expect(api.request("delete", "/api/movies/{id}/", { params })).rejects.toThrow(SENTENCE);
    await api.GET("/api/movies/");
    const changes = server.asked.filter((operation) => !operation.startsWith("GET"));
    expect(changes).toEqual([]);
    expect(server.asked).toContain("GET /api/movies/");
  });
});
