import { describe, expect, it } from "vitest";
import { CONFIG } from "@/testing/visit";
import { audienceFor } from "./audience";

const asked = (path: string) => new Request(`http://localhost:8000${path}`);

describe("with one logical API", () => {
  it("every request carries the token of the login", () => {
    for (const path of ["/me/permissions", "/api/movies/", "/api/books/1/"]) {
      expect(audienceFor(asked(path), CONFIG)).toBe(CONFIG.audience);
    }
  });
});

describe("with a token for each API", () => {
  const audiences = { movies: "https://movies.example/", books: "https://books.example/" };
  const config = { ...CONFIG, audiences, strategy: "per_api_tokens" };

  it("no API gets another's token", () => {
    expect(audienceFor(asked("/api/movies/?search=heat"), config)).toBe(audiences.movies);
    expect(audienceFor(asked("/api/books/1/"), config)).toBe(audiences.books);
  });

  it("what is no API of ours gets the token of the login", () => {
    for (const path of ["/me/permissions", "/api/films/", "/books/1"]) {
      expect(audienceFor(asked(path), config)).toBe(config.audience);
    }
  });
});
