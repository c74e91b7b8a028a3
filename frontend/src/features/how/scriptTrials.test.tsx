import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { accessToken, tokenWith } from "@/testing/tokens";
import { CONFIG, visit } from "@/testing/visit";
import { lootOf, tokensIn } from "./loot";
import { redactToken } from "./redactToken";
import { cookieNames, reachableTexts } from "./scriptTrials";
import { fetchTokensByRedirect, fetchTokensSilently, NoTokens } from "./silentAuth";

vi.mock("./silentAuth", async (original) => ({
  ...(await original<object>()),
  fetchTokensSilently: vi.fn(),
  fetchTokensByRedirect: vi.fn(),
}));

const FRESH = tokenWith({ sub: "usher|2", aud: CONFIG.audience, jti: "fresh", exp: 2e9 });
const ID_TOKEN = tokenWith({ sub: "usher|2", aud: "usher-spa", nonce: "n" });
const REFUSED = new NoTokens("The provider does not answer in a hidden frame.");

beforeEach(() => {
  localStorage.clear();
  vi.mocked(fetchTokensSilently).mockResolvedValue({ accessToken: FRESH, idToken: ID_TOKEN });
  vi.mocked(fetchTokensByRedirect).mockRejectedValue(new NoTokens("fetch brought 400."));
});

describe("looking for tokens", () => {
  it("finds each in whatever stands around it, and prints only its ends", () => {
    const token = accessToken("usher|2");
    const found = tokensIn(`{"a": "Bearer ${token}", "b": "eyJub3QifQ", "c": "1.2.3"}`);
    expect(found).toEqual([token]);
    const [loot] = lootOf([...found, ...found], "usher-spa");
    expect(loot).toMatchObject({ redacted: redactToken(token) });
    expect(JSON.stringify(loot)).not.toContain(token.split(".")[1]);
  });

  it("tells an ID token from what opens an API", () => {
    expect(lootOf([ID_TOKEN, FRESH], "usher-spa").map(({ inWords }) => inWords)).toEqual([
      "ID token",
      `access token for ${CONFIG.audience}`,
    ]);
  });

  it("reaches what lies deep, in a circle or in a map, and calls no getter", () => {
    const getter = vi.fn();
    const root: Record<string, unknown> = { map: new Map([["k", { deep: ["here"] }]]) };
    root.self = root;
    Object.defineProperty(root, "trap", { get: getter });
    expect(reachableTexts([root]).texts).toContain("here");
    expect(getter).not.toHaveBeenCalled();
  });

  it("names the cookies it sees", () => {
    expect(cookieNames("a=1; b=2=3")).toEqual(["a", "b"]);
    expect(cookieNames("")).toEqual([]);
  });
});

describe("the script", () => {
  async function run(config = CONFIG) {
    const { user, session, server } = visit("/how", "robin", { config });
    await user.click(await screen.findByRole("button", { name: "Let the script run" }));
    await screen.findByRole("button", { name: "Let the script run again" });
    const part = async (name: RegExp) =>
      (await screen.findByRole("heading", { name })).closest("li") as HTMLElement;
    return { session, server, part };
  }

  it("takes the token the page sends, and new ones by a login of its own", async () => {
    const { session, part } = await run();
    const held = session.tokens.held().get(CONFIG.audience)?.token ?? "";
    expect(await part(/between the page and the network/)).toHaveTextContent(redactToken(held));
    expect(await part(/Logs in silently/)).toHaveTextContent(redactToken(FRESH));
    expect(document.body.textContent).not.toContain(held.split(".")[1]);
    expect(screen.getAllByText(/whether this page is open or not/).length).toBeGreaterThan(0);
  });

  it("takes what is stored", async () => {
    localStorage.setItem("left behind", FRESH);
    const { part } = await run();
    expect(await part(/Reads what is stored/)).toHaveTextContent(redactToken(FRESH));
  });

  it("leaves the page's fetch as it was", async () => {
    const { user } = visit("/how", "robin");
    const before = window.fetch;
    await user.click(await screen.findByRole("button", { name: "Let the script run" }));
    await screen.findByRole("button", { name: "Let the script run again" });
    expect(window.fetch).toBe(before);
  });

  it("gets nothing where the server holds the tokens, and says what remains", async () => {
    vi.mocked(fetchTokensSilently).mockRejectedValue(REFUSED);
    const { part } = await run({ ...CONFIG, strategy: "backend_for_frontend" });
    expect(await part(/Logs in silently/)).toHaveTextContent(REFUSED.message);
    expect(within(await part(/Logs in silently/)).getByText("It got no token.")).toBeVisible();
    const asked = vi.mocked(fetchTokensSilently).mock.calls.at(-1)?.[0];
    expect(asked?.redirectUri).toBe(`${window.location.origin}/bff/callback`);
    expect(screen.getByText(/does what you can do here/)).toBeVisible();
  });
});
