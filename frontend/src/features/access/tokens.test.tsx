import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StrategyName } from "@/session/strategies";
import { tokenWith } from "@/testing/tokens";
import { CONFIG, visit } from "@/testing/visit";
import { STRATEGY_DESCRIPTIONS } from "./strategyDescriptions";

const MOVIES = CONFIG.audiences.movies as string;

async function tokensUnder(strategy: StrategyName) {
  const visited = visit("/access", "robin", { config: { ...CONFIG, strategy } });
  const tokens = await screen.findByRole("region", { name: "Your tokens" });
  await within(tokens).findByRole("button", { name: /Copy the access token|new tokens/ });
  return { ...visited, memory: visited.tokens, tokens };
}

const titles = (tokens: HTMLElement) =>
  within(tokens)
    .getAllByRole("heading", { level: 3 })
    .map(({ textContent }) => textContent);

describe("the tokens in My access", () => {
  it.each<[StrategyName, string[]]>([
    ["single_audience", ["ID token", "Access token", "Refresh token: none here"]],
    ["per_api_tokens", ["ID token", "Access token: the login", "Refresh token: none here"]],
    [
      "multi_resource_refresh_token",
      ["ID token", "Access token: the login", "Refresh token: one for all"],
    ],
    [
      "gateway_client_credentials",
      [
        "ID token",
        "Access token: the gateway",
        "Held by the gateway: a token for each API",
        "Refresh token: none here",
      ],
    ],
    [
      "token_exchange",
      [
        "ID token",
        "Access token: the gateway",
        "Held by the gateway: a token for each API",
        "Refresh token: none here",
      ],
    ],
    [
      "backend_for_frontend",
      [
        "ID token",
        "Access token: the login",
        "In this browser: the cookie of a session",
        "Refresh token: at the server",
      ],
    ],
  ])("are, under %s, %j", async (strategy, expected) => {
    const { tokens } = await tokensUnder(strategy);
    expect(titles(tokens)).toEqual(expected);
    expect(screen.getByText(`Yours: ${STRATEGY_DESCRIPTIONS[strategy].yours}`)).toBeVisible();
  });

  it("of an API comes when it is asked for, and no other does", async () => {
    const { tokens, user, session } = await tokensUnder("per_api_tokens");
    await user.click(
      await within(tokens).findByRole("button", { name: "Fetch the token for Movies" }),
    );
    expect(await within(tokens).findByText("Access token: Movies")).toBeVisible();
    expect(session.tokens.held().get(MOVIES)).toBeDefined();
    await expect.poll(() => tokens.contains(document.activeElement)).toBe(true);
    expect(session.tokens.held().get(CONFIG.audiences.books as string)).toBeUndefined();
    expect(within(tokens).getByText(/no token yet/)).toHaveTextContent("Books");
  });

  it("of an API name that API as their only reader, and never print themselves", async () => {
    const { tokens, memory } = await tokensUnder("multi_resource_refresh_token");
    const token = tokenWith({ sub: "usher|2", exp: Date.now() / 1000 + 600, aud: MOVIES });
    memory.remember(MOVIES, token);
    expect(await within(tokens).findByText(/The API Movies alone/)).toBeVisible();
    expect(document.body.textContent).not.toContain(token.split(".")[1]);
  });

  it("at the server are told by their claims, with nothing to copy and none to fetch alone", async () => {
    const { tokens, server, user } = await tokensUnder("backend_for_frontend");
    expect(within(tokens).getByText(/no script in this page can take one along/)).toBeVisible();
    expect(within(tokens).queryByRole("button", { name: /Copy|Fetch the token/ })).toBeNull();
    expect(within(tokens).getByRole("list", { name: /Permissions in the/ })).toHaveTextContent(
      "list:books",
    );
    expect(within(tokens).getAllByText(/no token yet/)).toHaveLength(2);
    // What the server has fetched for the pages before is asked for once.
    expect(server.asked.filter((one) => one === "GET /bff/session")).toHaveLength(1);
    await user.click(within(tokens).getByRole("button", { name: "Have new tokens fetched" }));
    await expect.poll(() => server.asked).toContain("POST /bff/renew");
  });

  it("name the audiences of those that the gateway holds", async () => {
    const { tokens } = await tokensUnder("token_exchange");
    expect(within(tokens).getByText(MOVIES)).toBeVisible();
    expect(within(tokens).getByText(/claim act/)).toBeVisible();
  });
});
