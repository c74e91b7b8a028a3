/** What the page says at an issuer that is not ours: what is unknown, what did not come, and why. */
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ProviderTimeout, TokenRefused } from "@/session/problem";
import { loginFailure } from "@/session/server/loginFailure";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { CONFIG, visit } from "@/testing/visit";

const FOREIGN = { ...CONFIG, directory: false, live: false, account: null };
const PER_API = { ...FOREIGN, strategy: "per_api_tokens" } as const;

describe("a silent login that takes long", () => {
  it("is a sentence and a button, and may still succeed", async () => {
    const { session, become } = visit("/movies?genre=Crime", "robin", { status: "starting" });
    expect(await screen.findByText(/has not answered yet/)).toBeVisible();
    screen.getByRole("button", { name: "Log in" }).click();
    expect(session.login).toHaveBeenCalledOnce();
    become({ status: "signedIn" });
    expect(await screen.findByRole("heading", { name: "Movies" })).toBeVisible();
  });
});

describe("a session that is over", () => {
  it.each([
    ["unconfirmed", /does not confirm the login you had here/],
    ["hereOnly", /no logout that this page could call/],
    ["elsewhere", /You logged out in another tab/],
  ] as const)("says why: %s", async (ended, words) => {
    visit("/", "robin", { status: "signedOut", ended });
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.getByRole("button", { name: "Log in" })).toBeVisible();
  });
});

describe("the door of a site whose server keeps the tokens", () => {
  const config = {
    ...FOREIGN,
    strategy: "backend_for_frontend",
    domain: "https://login.example",
  } as const;

  it("says that a login has ended, and nothing of cookies of other sites", async () => {
    visit("/", "robin", { config, status: "signedOut", ended: "unconfirmed" });
    expect(await screen.findByText(/The login you had here has ended/)).toBeVisible();
    expect(screen.queryByText(/on another site/)).toBeNull();
  });

  it("shows no words for a failed login that an address brought", () => {
    const reason = (search: string) => {
      window.history.replaceState(null, "", `/callback${search}`);
      return loginFailure()?.sentence;
    };
    expect(reason("?error=access_denied")).toMatch(/refused it/);
    expect(reason("?error=some_code")).toBe("some_code");
    expect(reason("?error=Call%20this%20number")).toBeUndefined();
    window.history.replaceState(null, "", "/");
  });
});

describe("roles that nobody tells", () => {
  it("are called unknown, with what to set", async () => {
    const { server } = visit("/access", "robin", { config: FOREIGN });
    server.on("GET /me/permissions", { ...permissionsOf(PEOPLE.robin), roles: null });
    expect(await screen.findByText(/This site does not know your roles/)).toHaveTextContent(
      "DIRECTORY",
    );
    expect(screen.queryByText(/nobody has given you/)).toBeNull();
    expect(screen.getByRole("button", { name: /Robin/ })).toHaveTextContent("roles not known");
  });
});

describe("a token that no API gets", () => {
  /** Robin's tokens come but for the books'. */
  function withoutBooks(path: string, reason: Error) {
    const { server, session } = visit(path, "robin", { config: PER_API });
    const { tokenFor } = session.tokens;
    session.tokens.tokenFor = (audience) =>
      audience === CONFIG.audiences.books ? Promise.reject(reason) : tokenFor(audience);
    const mine = permissionsOf(PEOPLE.robin);
    let asked = 0;
    server.on("GET /me/permissions", () => {
      asked += 1;
      const resources = mine.resources.map((one) => ({
        ...one,
        granted: one.name === "movies" && asked > 1 ? one.granted : null,
      }));
      const served = resources.filter(({ name }) => ["movies", "books"].includes(name));
      return { ...mine, roles: null, permissions: [], resources: served };
    });
  }

  it("closes its own pages alone, with the issuer's words", async () => {
    withoutBooks("/books", new TokenRefused("The resource is unknown."));
    expect(await screen.findByText(/It says: “The resource is unknown.”/)).toBeVisible();
    expect(screen.queryByText(/You hold/)).toBeNull();
    const menu = screen.getByRole("navigation", { name: "Main" });
    expect(within(menu).getByRole("link", { name: "Movies" })).toBeVisible();
  });

  it("is told beside what is held elsewhere", async () => {
    withoutBooks("/", new ProviderTimeout("", CONFIG.audiences.books));
    expect(await screen.findByText(/hold for Books could not be learned/)).toHaveTextContent(
      `did not answer when asked for ${CONFIG.audiences.books}`,
    );
    expect(screen.queryByText(/You hold no tickets/)).toBeNull();
  });
});

it("a page whose API is not there asks nobody for a ticket", async () => {
  const { server } = visit("/people", "robin", { config: FOREIGN });
  const mine = permissionsOf(PEOPLE.robin);
  const resources = mine.resources.filter(({ name }) => name !== "users");
  server.on("GET /me/permissions", { ...mine, resources });
  expect(await screen.findByText(/let it know them too/)).toHaveTextContent("DIRECTORY");
});
