import { describe, expect, it } from "vitest";
import { CONFIG } from "@/testing/visit";
import { addressFor, audienceFor, audiencesOf } from "./audience";
import { STRATEGIES, type StrategyName } from "./strategies";

const MOVIES = "https://movies.usher.example/";
const BOOKS = "https://books.usher.example/";
const LOGIN = CONFIG.audience;
const AT = "http://localhost:8000";

/** For each strategy: where two APIs and /me are asked, and whose token goes there. */
const TABLE: Record<StrategyName, [asked: string, sentTo: string, audience: string][]> = {
  single_audience: [
    ["/api/movies/1/?a=%2F", "/api/movies/1/?a=%2F", LOGIN],
    ["/api/books/", "/api/books/", LOGIN],
    ["/me/permissions", "/me/permissions", LOGIN],
  ],
  per_api_tokens: [
    ["/api/movies/1/?a=%2F", "/api/movies/1/?a=%2F", MOVIES],
    ["/api/books/", "/api/books/", BOOKS],
    ["/me/permissions", "/me/permissions", LOGIN],
  ],
  multi_resource_refresh_token: [
    ["/api/movies/1/?a=%2F", "/api/movies/1/?a=%2F", MOVIES],
    ["/api/books/", "/api/books/", BOOKS],
    ["/me/permissions", "/me/permissions", LOGIN],
  ],
  gateway_client_credentials: [
    ["/api/movies/1/?a=%2F", "/gateway/movies/1/?a=%2F", LOGIN],
    ["/api/books/", "/gateway/books/", LOGIN],
    ["/me/permissions", "/me/permissions", LOGIN],
  ],
  token_exchange: [
    ["/api/movies/1/?a=%2F", "/gateway/movies/1/?a=%2F", LOGIN],
    ["/api/books/", "/gateway/books/", LOGIN],
    ["/me/permissions", "/me/permissions", LOGIN],
  ],
  backend_for_frontend: [
    ["/api/movies/1/?a=%2F", "/bff/api/movies/1/?a=%2F", LOGIN],
    ["/api/books/", "/bff/api/books/", LOGIN],
    ["/me/permissions", "/bff/me/permissions", LOGIN],
  ],
};

const rows = Object.entries(TABLE).flatMap(([strategy, lines]) =>
  lines.map(([asked, sentTo, audience]) => ({ strategy, asked, sentTo, audience })),
);

describe("a request", () => {
  it("is decided for every strategy there is", () => {
    expect(Object.keys(TABLE)).toEqual(Object.keys(STRATEGIES));
  });

  it.each(rows)("under $strategy to $asked goes to $sentTo with the token for $audience", (row) => {
    const config = { ...CONFIG, strategy: row.strategy as StrategyName };
    const sent = addressFor(AT + row.asked, config);
    expect(sent).toBe(AT + row.sentTo);
    expect(audienceFor(new Request(sent), config)).toBe(row.audience);
  });

  it("to what is no API of ours carries no API's token, and goes by no gateway", () => {
    for (const strategy of Object.keys(STRATEGIES) as StrategyName[]) {
      const config = { ...CONFIG, strategy };
      for (const path of ["/api/films/", "/books/1", "/api/constructor/", "/me/api/books/"]) {
        if (STRATEGIES[strategy].usesSession && path.startsWith("/me/")) continue;
        expect(addressFor(AT + path, config)).toBe(AT + path);
        expect(audienceFor(new Request(AT + path), config)).toBe(LOGIN);
      }
      // Another site's /api/books/ is not ours; what goes there is refused before it is sent.
      expect(audienceFor(new Request("https://evil.example/api/books/"), config)).toBe(LOGIN);
    }
  });
});

describe("the tokens a page may hold", () => {
  it("are one, or one for each API beside that of the login", () => {
    const held = (strategy: StrategyName) => audiencesOf({ ...CONFIG, strategy });
    expect(held("single_audience")).toEqual([LOGIN]);
    expect(held("token_exchange")).toEqual([LOGIN]);
    expect(held("backend_for_frontend")).toEqual([LOGIN, MOVIES, BOOKS]);
    expect(held("per_api_tokens")).toEqual([LOGIN, MOVIES, BOOKS]);
    expect(held("multi_resource_refresh_token")).toEqual([LOGIN, MOVIES, BOOKS]);
  });
});
