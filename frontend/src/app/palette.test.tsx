import { screen, waitFor, within } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { page } from "@/testing/server";
import { visit } from "@/testing/visit";

// What it is made of comes when it is first asked for.
const palette = () => screen.findByRole("combobox", { name: /Find a page/ }, { timeout: 10_000 });
const options = () => screen.getAllByRole("option").map((option) => option.textContent);

// Fetched beforehand: a busy machine takes longer to make it than a test waits.
beforeAll(() => import("./CommandPalette"), 60_000);
beforeEach(() => localStorage.clear());

describe("the command palette", () => {
  it("offers Robin no place and no action that he may not have", async () => {
    const { user } = visit("/access", "robin");
    await screen.findByRole("heading", { level: 1 });
    await screen.findByRole("link", { name: /Movies/ });
    await user.keyboard("{Control>}k{/Control}");
    await palette();
    expect(options()).toEqual(expect.arrayContaining(["Movies", "My access", "Log out"]));
    for (const refused of [
      "People",
      "Roles",
      "Access map",
      "Audit trail",
      "Add a person",
      "Add a role",
    ])
      expect(options().join()).not.toContain(refused);
    expect(options().join()).not.toContain("write:books");
  });

  it("asks no list that Robin may not see for a title", async () => {
    const { user, server } = visit("/access", "robin");
    server.on("GET /api/movies/", page([{ id: 7, title: "Heat", year: 1995 }]));
    await screen.findByRole("link", { name: /Movies/ });
    await user.click(screen.getByRole("button", { name: /^Find or do/ }));
    await user.type(await palette(), "heat");
    expect(await screen.findByRole("option", { name: /Heat/ })).toBeVisible();
    expect(server.asked).not.toContain("GET /api/users/");
  });

  it("leads to a film by arrows and Enter, and closes", async () => {
    const { user, server, router } = visit("/access", "batman");
    server.on("GET /api/movies/", page([{ id: 7, title: "Heat", year: 1995 }]));
    server.on("GET /api/users/", page([]));
    await screen.findByRole("link", { name: /Movies/ });
    await user.keyboard("{Meta>}k{/Meta}");
    const field = await palette();
    await user.type(field, "heat");
    await screen.findByRole("option", { name: /Heat/ });
    await user.keyboard("{ArrowDown}{ArrowUp}");
    const chosen = screen.getByRole("option", { selected: true });
    expect(field).toHaveAttribute("aria-activedescendant", chosen.id);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/movies/7"));
    expect(screen.queryByRole("combobox", { name: /Find a page/ })).toBeNull();
  });

  it("says why a row was found by what is searched of it, and by nothing else of it", async () => {
    const { user, server } = visit("/access", "robin");
    server.on(
      "GET /api/movies/",
      page([
        {
          id: 7,
          title: "Les Misérables",
          year: 1917,
          cast: ["William Farnum"],
          picture: "/pictures/movies/7?name=miserables",
        },
        { id: 8, title: "Salomé", year: 1923, cast: ["Émile Misérables"], poster: "miserables" },
      ]),
    );
    await screen.findByRole("link", { name: /Movies/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await palette(), "miserables");
    await screen.findByRole("option", { name: /Salomé/ });
    expect(options().slice(0, 2)).toEqual(["Les Misérables1917", "Saloméwith Émile Misérables"]);
  });

  it("has the titles that begin so first, and the roles that are called so", async () => {
    const { user, server, router } = visit("/access", "batman");
    const rest = [1, 2, 3, 4, 5].map((id) => ({ id, title: `Five Nights ${id}`, year: 2000 }));
    server.on("GET /api/movies/", (request: Request) => {
      const { searchParams } = new URL(request.url);
      const isFromThere = searchParams.get("starting_at") === "night";
      return page(isFromThere ? [{ id: 9, title: "Night Moves", year: 1975 }] : rest);
    });
    server.on("GET /api/roles/", page([{ id: "4", name: "Night shift" }]));
    await screen.findByRole("link", { name: /Movies/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await palette(), "night");
    await screen.findByRole("option", { name: /Night Moves/ });
    const found = options().filter((option) => /night/i.test(option));
    expect(found.slice(0, 3)).toEqual(["Night shift", "Night Moves1975", "Five Nights 12000"]);
    await user.click(screen.getByRole("option", { name: /Night shift/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/roles/4"));
  });

  it("leads to the documentation", async () => {
    const { user } = visit("/access", "robin");
    await screen.findByRole("link", { name: /Movies/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await palette(), "dócu");
    expect(await screen.findByRole("option", { name: "Documentation" })).toBeVisible();
  });

  it("does what may be done: Batman adds a film, and logs out", async () => {
    const { user, session, router } = visit("/access", "batman");
    await screen.findByRole("link", { name: /Movies/ });
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await palette(), "add fil");
    await user.click(await screen.findByRole("option", { name: /Add a film/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/movies/new"));
    // A form that comes takes the focus.
    await screen.findByRole("textbox", { name: "Title" }, { timeout: 10_000 });
    await user.click(screen.getByRole("button", { name: /^Find or do/ }));
    await user.type(await palette(), "log out{Enter}");
    await waitFor(() => expect(session.logout).toHaveBeenCalledOnce());
  });
});

describe("single keys", () => {
  it("focus the page's search and show the keys, but never in a field, a dialog or with others held", async () => {
    const { user } = visit("/movies", "batman");
    const search = await screen.findByRole("searchbox");
    await user.keyboard("/");
    expect(search).toHaveFocus();
    await user.keyboard("/?");
    expect(search).toHaveValue("/?");
    search.blur();
    await user.keyboard("{Control>}/{/Control}{Alt>}?{/Alt}");
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.keyboard("?");
    const keys = await screen.findByRole("dialog", { name: "Keys" });
    await user.keyboard("/");
    expect(search).not.toHaveFocus();
    await user.click(within(keys).getByRole("button", { name: "Close" }));
  });

  it("do nothing once they are turned off, and that is kept; Ctrl-K works all the same", async () => {
    const { user } = visit("/movies", "batman");
    const search = await screen.findByRole("searchbox");
    await user.keyboard("?");
    await user.click(await screen.findByRole("checkbox", { name: /Single keys/ }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("/?");
    expect(search).not.toHaveFocus();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(localStorage.getItem("usher-single-keys")).toBe("false");
    await user.keyboard("{Control>}k{/Control}");
    expect(await palette()).toBeVisible();
  });
});
