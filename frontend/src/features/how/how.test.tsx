import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Claims, claimsOf } from "@/session/jwt";
import type { StrategyName } from "@/session/strategies";
import { problem } from "@/testing/server";
import { accessToken, tokenWith } from "@/testing/tokens";
import { CONFIG, visit } from "@/testing/visit";
import { requestNeeding, withClaims } from "./knownMistakes";
import { redactToken } from "./redactToken";
import { fetchTokensSilently, NoTokens } from "./silentAuth";
import { STRATEGY_DESCRIPTIONS, STRATEGY_NAMES } from "./strategyDescriptions";

vi.mock("./silentAuth", async (original) => ({
  ...(await original<object>()),
  fetchTokensSilently: vi.fn(),
}));

const AUDIENCES = {
  movies: "https://movies.usher.example/",
  books: "https://books.usher.example/",
};
const ID_TOKEN = tokenWith({ sub: "usher|2", aud: "usher-spa", nonce: "n" });
const OPAQUE = "opaque-and-without-any-dots-0123456789";

const under = (strategy: StrategyName) => ({
  config: { ...CONFIG, audiences: AUDIENCES, strategy },
});

/** A session at the server, which answers below /bff as it does without. */
const atTheServer = {
  ...under("backend_for_frontend"),
  authorizedFetch: (request: Request) =>
    fetch(new Request(request.url.replace("/bff/me/", "/me/"), request)),
};

beforeEach(() => {
  vi.mocked(fetchTokensSilently).mockResolvedValue({ accessToken: OPAQUE, idToken: ID_TOKEN });
});

async function card(title: string): Promise<HTMLElement> {
  const heading = await screen.findByRole("heading", { name: title });
  return heading.closest("[data-tone]") as HTMLElement;
}

function bearerOf(request: Request): string {
  return request.headers.get("Authorization")?.replace("Bearer ", "") ?? "";
}

describe("the six strategies", () => {
  it.each(STRATEGY_NAMES)("%s is shown first and marked where it runs", async (strategy) => {
    visit("/how", "robin", under(strategy));
    const { title } = STRATEGY_DESCRIPTIONS[strategy];
    expect(await screen.findByRole("radio", { checked: true })).toHaveAccessibleName(
      `${title}running here`,
    );
    expect(screen.getByRole("list", { name: `${title}, step by step` })).toBeVisible();
    expect(screen.getByText(`AUDIENCE_STRATEGY=${strategy}`)).toBeVisible();
    expect(screen.getByText("Right now, for you")).toBeVisible();
  });

  it("others say how to run them, and claim nothing to be live", async () => {
    const { user } = visit("/how", "robin", under("single_audience"));
    await user.click(await screen.findByRole("radio", { name: "Gateway that exchanges yours" }));
    expect(screen.getByText("AUDIENCE_STRATEGY=token_exchange ./run demo")).toBeVisible();
    expect(screen.queryByText("Right now, for you")).toBeNull();
    expect(screen.queryByText(/yours now/)).toBeNull();
  });

  it("tell two tokens apart by their ends and print neither", async () => {
    const { tokens } = visit("/how", "robin", under("per_api_tokens"));
    const token = accessToken("usher|2");
    tokens.remember(AUDIENCES.movies, token);
    expect((await screen.findAllByText(redactToken(token))).length).toBeGreaterThan(0);
    expect(document.body.textContent).not.toContain(token.split(".")[1]);
  });

  it("draw the ticket that is checked as the person holds it", async () => {
    visit("/how", "joker", under("single_audience"));
    const steps = await screen.findByRole("list", { name: /step by step/ });
    expect(within(steps).getByText("list:movies").parentElement).toHaveTextContent("do not hold");
    expect(within(steps).getAllByText(/You lack it: 403/)).toHaveLength(2);
  });
});

describe("the measurement", () => {
  /** Robin's or Joker's browser, in which a renewal is seen to ask for two addresses. */
  async function measured(who: "robin" | "joker", strategy: StrategyName) {
    const { user, server, session } = visit("/how", who, under(strategy));
    const seen: { name: string; startTime: number }[] = [];
    vi.stubGlobal("performance", { now: Date.now, getEntriesByType: () => seen });
    const renew = vi.spyOn(session.tokens, "renew").mockImplementation(async () => {
      for (const address of ["/authorize?prompt=none", "/oauth/token", "/static/spa/a.js"]) {
        seen.push({ name: `${CONFIG.domain}${address}`, startTime: Date.now() });
      }
      return accessToken("usher|2");
    });
    if (who === "joker") server.on("GET /api/movies/", problem(403));
    server.on("GET /gateway/movies/", () => Response.json({}));
    await user.click(await screen.findByRole("button", { name: "Measure it here" }));
    const main = within(screen.getByRole("main"));
    const result = await main.findByText(/by the median/, undefined, { timeout: 3000 });
    return { server, renew, result };
  }

  it("of a shared audience asks six times with the token of the login", async () => {
    const { server, renew, result } = await measured("robin", "single_audience");
    expect(server.asked.filter((operation) => operation === "GET /api/movies/")).toHaveLength(6);
    expect(renew).not.toHaveBeenCalled();
    expect(result).toHaveTextContent("First data from /api/movies/ after 1 request and");
  });

  it("of a token for each API fetches a new one first, and counts what that takes", async () => {
    const { renew, result } = await measured("robin", "per_api_tokens");
    expect(renew).toHaveBeenCalledExactlyOnceWith(AUDIENCES.movies);
    expect(result).toHaveTextContent("after 3 requests and");
  });

  it("of a gateway goes to the gateway", async () => {
    const { server } = await measured("robin", "token_exchange");
    expect(server.asked).toContain("GET /gateway/movies/");
    expect(server.asked).not.toContain("GET /api/movies/");
  });

  it("of a session at the server asks there, without a token of this page", async () => {
    const { user, server, session } = visit("/how", "robin", atTheServer);
    const tokenFor = vi.spyOn(session.tokens, "tokenFor");
    server.on("GET /bff/api/movies/", (request) =>
      request.headers.has("Authorization") ? problem(400) : Response.json({}),
    );
    await user.click(await screen.findByRole("button", { name: "Measure it here" }));
    const result = await within(screen.getByRole("main")).findByText(/by the median/);
    expect(result).toHaveTextContent("First data from /bff/api/movies/ after 1 request and");
    expect(tokenFor).not.toHaveBeenCalled();
  });

  it("works for Joker too, and says what he was answered", async () => {
    const { result } = await measured("joker", "single_audience");
    expect(result).toHaveTextContent("No data: /api/movies/ answered 403");
  });
});

describe("a mistake made on purpose", () => {
  const REFUSED = "This token names no API; ask with audience=x";
  const refusal = (detail: string) =>
    problem(
      401,
      { detail },
      { "WWW-Authenticate": `Bearer error="invalid_token", error_description="${detail}"` },
    );

  it("shows the API's own words, status and challenge, and no token", async () => {
    const { user, server } = visit("/how", "robin", under("single_audience"));
    server.on("GET /api/movies/", (request) =>
      refusal(bearerOf(request) === OPAQUE ? REFUSED : "?"),
    );
    const shown = within(await card("Asking for no audience"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    expect(await shown.findByText("401")).toBeVisible();
    expect(shown.getByText(REFUSED, { exact: true })).toBeVisible();
    expect(shown.getByText(/error="invalid_token"/)).toBeVisible();
    expect(fetchTokensSilently).toHaveBeenCalledWith(expect.anything(), null);
    expect(document.body.textContent).not.toContain(OPAQUE);
  });

  it("sends the ID token where an access token belongs", async () => {
    const { user, server } = visit("/how", "robin", under("single_audience"));
    const sent: string[] = [];
    server.on("GET /api/movies/", (request) => {
      sent.push(bearerOf(request));
      return refusal("This is an ID token; send the access token.");
    });
    const shown = within(await card("Sending the ID token"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    expect(await shown.findByText("This is an ID token; send the access token.")).toBeVisible();
    expect(sent).toEqual([ID_TOKEN]);
  });

  it.each([
    ["single_audience", AUDIENCES.movies],
    ["per_api_tokens", AUDIENCES.books],
    ["multi_resource_refresh_token", AUDIENCES.books],
  ] as const)("under %s asks for the token of %s for it", async (strategy, audience) => {
    const { user, server } = visit("/how", "robin", under(strategy));
    server.on("GET /api/movies/", refusal("This token is for another API."));
    const shown = within(await card("Sending the token of another API"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    expect(await shown.findByText("This token is for another API.")).toBeVisible();
    expect(fetchTokensSilently).toHaveBeenCalledExactlyOnceWith(expect.anything(), audience);
  });

  it("behind a gateway sends the gateway's token straight to the API", async () => {
    const { user, server, session } = visit("/how", "robin", under("token_exchange"));
    const sent: string[] = [];
    server.on("GET /api/movies/", (request) => {
      sent.push(bearerOf(request));
      return refusal("This token is for another API.");
    });
    const shown = within(await card("Sending the token of another API"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    await shown.findByText("This token is for another API.");
    expect(sent).toEqual([session.tokens.held().get(CONFIG.audience)?.token]);
    expect(fetchTokensSilently).not.toHaveBeenCalled();
  });

  it("writes a role into the claims and leaves the old signature", async () => {
    const token = accessToken("usher|2");
    const edited = withClaims(token, { roles: ["Managers"] });
    expect(claimsOf(edited)).toEqual({ ...(claimsOf(token) as Claims), roles: ["Managers"] });
    expect(edited.split(".")[2]).toBe(token.split(".")[2]);
    expect(edited).not.toBe(token);
  });

  it("asks for what Robin lacks, and changes nothing even if it were allowed", async () => {
    const { user, server } = visit("/how", "robin", under("single_audience"));
    const bodies: string[] = [];
    server.on("POST /api/movies/", async (request) => {
      bodies.push(await request.text());
      return problem(403, { detail: "This action requires the permission 'write:movies'." });
    });
    const shown = within(await card("Asking without the permission"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    expect(await shown.findByText(/requires the permission 'write:movies'/)).toBeVisible();
    expect(bodies).toEqual(["{}"]);
  });

  it("where the server holds the tokens sends the cookie alone, past it and without the header", async () => {
    const { user, server } = visit("/how", "robin", atTheServer);
    const sent: Request[] = [];
    const refused = (request: Request) => {
      sent.push(request);
      return problem(403, { detail: `Not by ${new URL(request.url).pathname}.` });
    };
    server.on("GET /api/movies/", refused);
    server.on("GET /bff/api/movies/", refused);
    for (const [title, path] of [
      ["Sending the cookie to the API itself", "/api/movies/"],
      ["Leaving out the header X-Usher", "/bff/api/movies/"],
    ] as const) {
      const shown = within(await card(title));
      await user.click(shown.getByRole("button", { name: "Try it" }));
      expect(await shown.findByText(`Not by ${path}.`)).toBeVisible();
    }
    for (const { headers } of sent) {
      expect(headers.has("Authorization") || headers.has("X-Usher")).toBe(false);
    }
    expect(screen.queryByRole("heading", { name: "Sending the ID token" })).toBeNull();
  });

  it("has nothing to refuse to Batman, and says so", async () => {
    visit("/how", "batman", under("single_audience"));
    const shown = within(await card("Asking without the permission"));
    expect(shown.getByText(/You lack nothing/)).toBeVisible();
    expect(shown.queryByRole("button")).toBeNull();
  });

  it("claims nothing about permissions that are not known", async () => {
    const { server } = visit("/how", "robin", under("single_audience"));
    server.on("GET /me/access", problem(500));
    const waited = { timeout: 8000 };
    const sentence = await screen.findByText(/lack is not known just now/, undefined, waited);
    expect(sentence).toBeVisible();
    expect(screen.getAllByRole("button", { name: "Try it" })).toHaveLength(4);
  }, 10_000);

  it("says why when the token for it cannot be had", async () => {
    vi.mocked(fetchTokensSilently).mockRejectedValue(new NoTokens("Nobody is logged in here."));
    const { user } = visit("/how", "joker", under("single_audience"));
    const shown = within(await card("Sending the ID token"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    expect(await shown.findByRole("alert")).toHaveTextContent("Nobody is logged in here.");
  });

  it("says so when no answer comes", async () => {
    const { user, server } = visit("/how", "joker", under("single_audience"));
    server.on("GET /api/movies/", () => Promise.reject(new TypeError("Failed to fetch")));
    const shown = within(await card("Writing a role into a token"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    expect(await shown.findByRole("alert")).toHaveTextContent("No answer came.");
  });

  it("waits for another that is under way, so that none disturbs a measurement", async () => {
    const { user, server } = visit("/how", "robin", under("single_audience"));
    let answer = (_: Response) => {};
    server.on("GET /api/movies/", () => new Promise<Response>((resolve) => (answer = resolve)));
    const [first, second] = [
      within(await card("Writing a role into a token")),
      within(await card("Sending the ID token")),
    ];
    await user.click(first.getByRole("button", { name: "Try it" }));
    await user.click(second.getByRole("button", { name: "Try it" }));
    const asked = () => server.asked.filter((operation) => operation === "GET /api/movies/");
    await waitFor(() => expect(asked()).toHaveLength(1));
    answer(refusal("The first"));
    await waitFor(() => expect(asked()).toHaveLength(2));
    answer(refusal("The second"));
    expect(await second.findByText("The second")).toBeVisible();
  });

  it("leaves the session's own tokens as they are", async () => {
    const { user, server, session } = visit("/how", "robin", under("per_api_tokens"));
    server.on("GET /api/movies/", refusal("This token is for another API."));
    const shown = within(await card("Sending the token of another API"));
    await user.click(shown.getByRole("button", { name: "Try it" }));
    await shown.findByText("This token is for another API.");
    expect(session.tokens.held().get(AUDIENCES.books)).toBeUndefined();
  });
});

describe("a harmless request", () => {
  it("names a record that cannot be there, or brings an empty body", () => {
    expect(
      ["list", "read", "write", "edit", "delete"].map((a) => requestNeeding(a, "/api/x/")),
    ).toEqual([
      "GET /api/x/",
      "GET /api/x/0/",
      "POST /api/x/",
      "PATCH /api/x/0/",
      "DELETE /api/x/0/",
    ]);
  });
});

describe("the proof", () => {
  it("reads the roles from the ID token and finds none in the access token", async () => {
    const roles = `${CONFIG.claimsNamespace}roles`;
    const { tokens } = visit("/how", "robin", {
      ...under("single_audience"),
      readIdToken: async () => ({ sub: "usher|2", [roles]: ["Employees"] }),
    });
    tokens.remember(
      CONFIG.audience,
      tokenWith({ sub: "usher|2", exp: 9e9, permissions: ["list:movies"] }),
    );
    const idToken = await card("Your ID token, for this page");
    await waitFor(() => expect(idToken).toHaveTextContent("Employees"));
    expect(await card("Your access token, for the API")).toHaveTextContent(/No roles among them/);
  });
});

describe("the words", () => {
  it("each have an address of their own", async () => {
    visit("/how#audience", "joker", under("single_audience"));
    await screen.findByRole("heading", { name: "The words" });
    expect(document.querySelector("#audience")).toHaveAttribute("data-wanted", "true");
    for (const id of ["role", "permission", "scope", "audience", "id-token", "access-token"]) {
      expect(document.getElementById(id)).toBeVisible();
    }
  });
});
