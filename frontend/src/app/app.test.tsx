import { act, render, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Permission } from "@/session/types";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { Surroundings } from "@/testing/Surroundings";
import { page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";
import { PageError } from "./PageError";

async function menuEntries(): Promise<(string | null)[]> {
  const menu = await screen.findByRole("navigation", { name: "Main" });
  await screen.findByRole("heading", { level: 1 });
  return within(menu)
    .getAllByRole("link")
    .map((link) => link.firstChild?.textContent ?? null);
}

describe("the start page", () => {
  it("asks for as many of the newest books as it shows, and says years before our era in words", async () => {
    const { server } = visit("/", "robin");
    const queries: object[] = [];
    server.on("GET /api/books/", (request) => {
      queries.push(Object.fromEntries(new URL(request.url).searchParams));
      return page([{ id: 1, title: "The Iliad", authors: ["Homer"], year: -750 }]);
    });
    expect(await screen.findByText("750 BC")).toBeVisible();
    expect(queries).toEqual([{ ordering: "-year", page_size: "6" }]);
  });
});

describe("the menu", () => {
  it("holds no films and books for Joker", async () => {
    visit("/", "joker");
    await screen.findByText("You hold no tickets yet");
    expect(await menuEntries()).toEqual([
      "My access",
      "How it works",
      "API docs ",
      "Documentation ",
    ]);
  });

  it("holds them for Robin", async () => {
    visit("/", "robin");
    await screen.findByText(/36,273 films/);
    expect(await menuEntries()).toEqual([
      "Movies",
      "Books",
      "My access",
      "How it works",
      "API docs ",
      "Documentation ",
    ]);
  });

  it("follows a permission that was given, and a screen reader hears of it", async () => {
    const { server, queryClient } = visit("/", "joker");
    await screen.findByText("You hold no tickets yet");
    server.on("GET /me/permissions", permissionsOf(PEOPLE.robin));
    await act(() => queryClient.invalidateQueries());
    expect(await menuEntries()).toContain("Movies");
    expect(screen.getByText(/You now hold list:movies/)).toHaveAttribute("aria-live", "polite");
  });

  it("shows what came and went, until it is closed or another page is opened", async () => {
    const { user, server, queryClient, router } = visit("/", "robin");
    await screen.findByText("What you can do here");
    const hold = (permissions: Permission[]) =>
      act(() => {
        const mine = permissionsOf({ ...PEOPLE.robin, permissions });
        server.on("GET /me/permissions", mine);
        queryClient.setQueryData(PERMISSIONS_KEY, mine);
      });
    hold(["list:movies", "write:books"]);
    const notice = await screen.findByRole("complementary", { name: "Your tickets have changed" });
    expect(within(notice).getByRole("list", { name: "Given just now" })).toHaveTextContent(
      "write:books",
    );
    expect(within(notice).getByRole("list", { name: "Taken just now" })).toHaveTextContent(
      "read:movies",
    );
    await user.click(within(notice).getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("complementary")).toBeNull();
    hold([]);
    await screen.findByRole("complementary");
    await router.navigate({ to: "/access" });
    await expect.poll(() => screen.queryByRole("complementary")).toBeNull();
  });

  it("follows a refusal: after a 403 the permissions are asked for again", async () => {
    const { server } = visit("/movies", "robin");
    server.on("GET /api/movies/", () => {
      server.on("GET /me/permissions", permissionsOf(PEOPLE.joker));
      return problem(403, { required_permission: "list:movies" });
    });
    await screen.findByRole("heading", { name: "One ticket is missing" });
    expect(await menuEntries()).not.toContain("Movies");
  });
});

describe("Joker", () => {
  it("is told kindly whom to ask", async () => {
    visit("/", "joker");
    expect(await screen.findByText(/Ask Batman/)).toBeVisible();
  });

  it("who opens the films by their address is told which ticket that takes", async () => {
    const { server } = visit("/movies", "joker");
    expect(await screen.findByText("list:movies")).toBeVisible();
    expect(await screen.findByText(/Employees and Managers hold this one/)).toBeVisible();
    expect(server.asked).not.toContain("GET /api/movies/");
  });
});

describe("the door", () => {
  it("shows nothing of the house, and leads back to the page that was asked for", async () => {
    const { user, session, server } = visit("/movies?genre=Crime", "robin", {
      status: "signedOut",
      idClaims: null,
    });
    await user.click(await screen.findByRole("button", { name: "Log in" }));
    expect(session.login).toHaveBeenCalledWith("/movies?genre=Crime");
    expect(server.asked).toEqual([]);
  });

  it("says in words when a login did not work, and offers another", async () => {
    const { user, session } = visit("/callback?state=x&code=y", "robin", {
      status: "failed",
      failure: "Invalid state",
    });
    expect(await screen.findByText(/Invalid state/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Log in again" }));
    expect(session.login).toHaveBeenCalledWith("/");
  });
});

describe("a session that has ended", () => {
  it("is shown over the page, with what was typed still in the form", async () => {
    const { user, become, session } = visit("/movies/new", "batman");
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Half a tit");
    become({ status: "expired" });
    await user.click(await screen.findByRole("button", { name: "Log in again" }));
    expect(session.login).toHaveBeenCalledWith();
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Half a tit");
  });

  it("by deactivation promises no login that cannot be, and says whom to ask", async () => {
    const { become } = visit("/movies", "robin");
    const sentence = "This account is deactivated.";
    become({ status: "expired", tokenError: { kind: "ended", audience: "", sentence } });
    const dialog = await screen.findByRole("dialog", { name: "Your session has ended" });
    expect(dialog).toHaveTextContent(sentence);
    expect(dialog).toHaveTextContent(/where that is refused, ask the people who run this site\./);
  });

  it("gives the text back after the new login", async () => {
    const { user, become } = visit("/movies/new", "batman");
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Half a tit");
    become({ status: "starting" });
    become({ status: "signedIn" });
    expect(await screen.findByRole("textbox", { name: "Title" })).toHaveValue("Half a tit");
    expect(screen.getByText(/still here. It is not saved yet/)).toBeVisible();
  });
});

describe("every page", () => {
  it("has a heading, even when nobody can tell what the person holds", async () => {
    const { server } = visit("/people", "batman");
    server.on("GET /me/permissions", () => problem(503, {}, { "Retry-After": "5" }));
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent(
      "What you hold is not known",
    );
  });

  it("has its title in the tab, and takes the focus when it is opened", async () => {
    const { user, server } = visit("/", "robin");
    server.on("GET /api/movies/", page([]));
    const menu = await screen.findByRole("navigation", { name: "Main" });
    await user.click(await within(menu).findByRole("link", { name: "Movies" }));
    await screen.findByRole("heading", { name: "Movies" });
    expect(document.title).toBe("Movies · Usher");
    expect(screen.getByRole("main")).toHaveFocus();
  });

  it("whose code cannot be fetched says that it comes by itself", async () => {
    const sentence = "Failed to fetch dynamically imported module: https://usher.example/a.js";
    render(<PageError error={new TypeError(sentence)} />, { wrapper: Surroundings });
    expect(screen.getByText(/It loads by itself/)).toBeVisible();
  });

  it("that does not exist is said not to", async () => {
    visit("/nowhere", "robin");
    expect(await screen.findByText("Nothing is here")).toBeVisible();
  });

  it("of a record whose number is no number does not exist either", async () => {
    visit("/movies/heat", "robin");
    expect(await screen.findByText("Nothing is here")).toBeVisible();
  });
});

describe("logging out", () => {
  it("is in the menu of the person, beside password and two-step login", async () => {
    const { user, session } = visit("/", "robin");
    await screen.findByRole("button", { name: /Robin/ });
    // What a popover hides only a browser knows.
    expect(screen.getByText("Password")).toHaveAttribute("href", "/u/password/change/");
    await user.click(screen.getByText("Log out"));
    await waitFor(() => expect(session.logout).toHaveBeenCalledTimes(1));
  });
});

describe("a ticket that is taken back while a form is half filled", () => {
  it("leaves the form and its text where they are, and says that it cannot be saved", async () => {
    const { user, queryClient } = visit("/movies/new", "batman");
    const title = await screen.findByRole("textbox", { name: /Title/ });
    await user.type(title, "Half a title");
    act(() => {
      queryClient.setQueryData(PERMISSIONS_KEY, {
        ...permissionsOf(PEOPLE.batman),
        permissions: [],
      });
    });
    expect(await screen.findByText(/this cannot be saved now/)).toBeVisible();
    expect(title).toBeInTheDocument();
    expect(title).toHaveValue("Half a title");
  });

  it("shows what is missing in place of a form without text", async () => {
    const { queryClient } = visit("/movies/new", "batman");
    await screen.findByRole("textbox", { name: /Title/ });
    act(() => {
      queryClient.setQueryData(PERMISSIONS_KEY, {
        ...permissionsOf(PEOPLE.batman),
        permissions: [],
      });
    });
    expect(await screen.findByText(/the page opens here by itself|reload this page/)).toBeVisible();
    expect(screen.queryByRole("textbox", { name: /Title/ })).toBeNull();
  });
});
