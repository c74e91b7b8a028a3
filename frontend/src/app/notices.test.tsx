import { act, render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { WrongConfig } from "@/session/config";
import { TokenRefused } from "@/session/problem";
import type { TokenError } from "@/session/tokenError";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { Surroundings } from "@/testing/Surroundings";
import { page, problem } from "@/testing/server";
import { CONFIG, visit } from "@/testing/visit";
import { StartupError } from "./StartupError";

const BOOKS = CONFIG.audiences.books as string;
const PER_API = { ...CONFIG, strategy: "per_api_tokens" } as const;
const stopped = (kind: TokenError["kind"], audience = BOOKS): TokenError => ({
  kind,
  audience,
});

describe("a provider that does not answer", () => {
  it("leaves the page as it is, and offers to try again and to log in again", async () => {
    const { user, session, become } = visit("/movies/new", "batman", { config: PER_API });
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Half a tit");
    become({ tokenError: stopped("timeout") });
    expect(await screen.findByText(/login server does not answer/)).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Half a tit");
    await user.click(screen.getByRole("button", { name: "Log in again" }));
    expect(session.login).toHaveBeenCalledWith();
  });

  it("is asked for the token that did not come, and then for what waited for it", async () => {
    const { user, server, become, session } = visit("/movies", "robin", { config: PER_API });
    server.on("GET /api/movies/", () => problem(404));
    await screen.findByRole("alert");
    become({ tokenError: stopped("timeout") });
    server.on("GET /api/movies/", page([]));
    const bar = (await screen.findByText(/login server does not answer/)).parentElement;
    await user.click(within(bar as HTMLElement).getByRole("button", { name: "Try again" }));
    await expect.poll(() => session.tokens.held().get(BOOKS)).toBeDefined();
    await expect.poll(() => screen.queryAllByRole("alert")).toHaveLength(0);
  });
});

describe("an API that waits for agreement", () => {
  it("is named, and the way to agree keeps the page", async () => {
    const { user, session, become } = visit("/movies/new", "batman", { config: PER_API });
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Half a tit");
    become({ tokenError: stopped("consent"), status: "expired" });
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent(/use Books for you/);
    await user.click(within(dialog).getByRole("button", { name: "Go and answer" }));
    expect(session.login).toHaveBeenCalledWith();
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Half a tit");
  });

  it("can wait: the rest stays open, and a bar leads back to the question", async () => {
    const { user, become } = visit("/", "robin", { config: PER_API });
    await screen.findByText(/What you can do here/);
    become({ tokenError: stopped("consent"), status: "expired" });
    await user.click(await screen.findByRole("button", { name: "Not now" }));
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    // Another API asks too: that is told once, and then neither again.
    const films = CONFIG.audiences.movies as string;
    become({ tokenError: stopped("consent", films), status: "expired" });
    await user.click(await screen.findByRole("button", { name: "Not now" }));
    become({ tokenError: stopped("consent"), status: "expired" });
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Show the question" }));
    expect(await screen.findByRole("dialog")).toBeVisible();
  });
});

describe("two people in one browser", () => {
  it("keep what one typed, are told who is logged in now, and choose", async () => {
    const { user, session, become } = visit("/movies/new", "batman", {
      config: { ...CONFIG, strategy: "backend_for_frontend" },
    });
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Half a tit");
    become({ status: "expired", tokenError: { ...stopped("changed"), name: "Robin" } });
    const dialog = await screen.findByRole("dialog", { name: "Robin is logged in now" });
    expect(dialog).toHaveTextContent(/what you typed here stays in this tab for Batman alone/);
    expect(within(dialog).getByRole("button", { name: "Go on as Robin" })).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Log Robin out" }));
    expect(session.login).toHaveBeenCalledWith();
    expect(screen.getByLabelText(/^Title/)).toHaveValue("Half a tit");
  });
});

describe("cookies that are blocked", () => {
  const config = { ...PER_API, domain: "http://127.0.0.1:8000" };

  it("are explained once, with what works, and no login that would end here again", async () => {
    const { user, become } = visit("/", "robin", { config });
    become({ tokenError: stopped("cookiesBlocked"), status: "expired" });
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent(/localhost, the login server on 127.0.0.1/);
    expect(dialog).toHaveTextContent("multi_resource_refresh_token");
    expect(dialog).not.toHaveTextContent("per_api_tokens");
    expect(within(dialog).queryByRole("button", { name: "Log in again" })).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    expect(await screen.findByRole("button", { name: "Why, and what works" })).toBeVisible();
    // The next API fails likewise, which is no news.
    const films = CONFIG.audiences.movies as string;
    become({ tokenError: stopped("cookiesBlocked", films), status: "expired" });
    expect(screen.getByRole("button", { name: "Why, and what works" })).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("are answered by a login where one token opens everything until it ends", async () => {
    const { user, session, become } = visit("/", "robin", {
      config: { ...config, strategy: "token_exchange" },
    });
    become({ tokenError: stopped("cookiesBlocked", CONFIG.audience), status: "expired" });
    await user.click(await screen.findByRole("button", { name: "Log in again" }));
    expect(session.login).toHaveBeenCalledTimes(1);
  });

  it("are foretold at the door, and only where the sites differ", async () => {
    const { become, session } = visit("/", "robin", { config, status: "signedOut" });
    expect(await screen.findByText(/on another site, 127.0.0.1/)).toBeVisible();
    become({ config: CONFIG, session } as never);
    expect(screen.queryByText(/on another site/)).toBeNull();
  });
});

describe("the start page", () => {
  it("says of an API that cannot be reached that it cannot, and of the other how much there is", async () => {
    const { server } = visit("/", "robin");
    server.on("GET /api/movies/summary/", () => problem(503, {}, { "Retry-After": "1" }));
    expect(await screen.findByText("A part of Usher is not reachable.")).toBeVisible();
    expect(await screen.findByText(/10,000 books/)).toBeVisible();
  });
});

describe("without a directory", () => {
  it("the menu is put together from each API's answer", async () => {
    const { server } = visit("/", "robin", { config: PER_API });
    const unknown = permissionsOf(PEOPLE.robin);
    const asked: string[] = [];
    server.on("GET /me/permissions", (request) => {
      const token = request.headers.get("Authorization") ?? "";
      const known = asked.includes(token) ? [] : [asked.length === 1 ? "movies" : "books"];
      const isFirst = asked.length === 0;
      asked.push(token);
      const two = unknown.resources.filter(({ name }) => ["movies", "books"].includes(name));
      const resources = two.map((resource) =>
        !isFirst && known.includes(resource.name) ? resource : { ...resource, granted: null },
      );
      return { ...unknown, permissions: [], resources };
    });
    const menu = await screen.findByRole("navigation", { name: "Main" });
    expect(await within(menu).findByRole("link", { name: "Movies" })).toBeVisible();
    expect(within(menu).getByRole("link", { name: "Books" })).toBeVisible();
    // Three questions, each with a token of its own.
    expect(new Set(asked).size).toBe(3);
  });

  it("what an API's token was refused for is said", async () => {
    const { server, session } = visit("/", "robin", { config: PER_API });
    const mine = permissionsOf(PEOPLE.robin);
    const resources = mine.resources.map((resource) => ({ ...resource, granted: null }));
    server.on("GET /me/permissions", { ...mine, permissions: [], resources });
    const { tokenFor } = session.tokens;
    session.tokens.tokenFor = (audience) =>
      audience === CONFIG.audience
        ? tokenFor(audience)
        : Promise.reject(new TokenRefused("The policy has no such API."));
    expect(await screen.findByText(/no token for this API.*“The policy has no such/)).toBeVisible();
  });

  it("what could not be asked is not said to be missing", async () => {
    const { server } = visit("/", "robin", { config: PER_API });
    const mine = permissionsOf(PEOPLE.robin);
    const resources = mine.resources.map((resource) => ({ ...resource, granted: null }));
    server.on("GET /me/permissions", { ...mine, permissions: [], resources });
    expect(await screen.findByText("What you hold is not known yet")).toBeVisible();
    await act(async () => undefined);
    expect(screen.queryByText("You hold no tickets yet")).toBeNull();
  });
});

describe("a gateway", () => {
  const config = { ...CONFIG, strategy: "gateway_client_credentials" } as const;

  it("is where the same screens get their films from", async () => {
    const { server } = visit("/movies", "robin", { config });
    server.on("GET /gateway/movies/", page([]));
    server.on("GET /gateway/movies/summary/", { total: 0, genres: [] });
    await screen.findByRole("heading", { name: "Movies" });
    await expect.poll(() => server.asked).toContain("GET /gateway/movies/");
    expect(server.asked.filter((operation) => operation.includes("/api/"))).toEqual([]);
  });

  it.each([
    [502, "The API did not answer as it should"],
    [503, "A part of Usher is not reachable"],
    [504, "The API took too long"],
  ])("that answers %i says so in words", async (status, words) => {
    const { server } = visit("/movies", "robin", { config });
    server.on("GET /gateway/movies/", () => problem(status, {}, { "Retry-After": "1" }));
    server.on("GET /gateway/movies/summary/", { total: 0, genres: [] });
    expect(await screen.findByText(words)).toBeVisible();
  });
});

describe("a start that fails", () => {
  it("says what is set up wrong, and offers no reload that would not help", () => {
    const reason = new WrongConfig("The strategy 'x' is not known to this page.");
    render(<StartupError reason={reason} />, { wrapper: Surroundings });
    expect(screen.getByRole("alert")).toHaveTextContent("The strategy 'x' is not known");
    expect(screen.queryByRole("button")).toBeNull();
  });
});
