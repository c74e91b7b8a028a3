import { beforeEach, describe, expect, it, vi } from "vitest";

const PLACE = { index: 3, offset: 1, held: { at: 0 }, near: { at: 0 } };

describe("where lists were left", () => {
  beforeEach(() => vi.resetModules());

  it("is known after the page was loaded anew", async () => {
    sessionStorage.setItem(
      "usher-lists",
      JSON.stringify({ lists: { movies: { search: { genre: "Crime" } } }, places: { x: PLACE } }),
    );
    const { lastSearch, placeOf } = await import("./places");
    expect([lastSearch("movies"), placeOf("x")]).toEqual([{ genre: "Crime" }, PLACE]);
  });

  it.each([
    "null",
    "{}",
    '{"lists":{"movies":null},"places":{}}',
    '{"lists":{"movies":{}},"places":{}}',
    '{"lists":{},"places":{"x":{}}}',
    '{"lists":{},"places":{"x":{"index":1,"offset":0,"held":{"at":0},"near":{}}}}',
  ])("is forgotten where %s was kept", async (kept) => {
    sessionStorage.setItem("usher-lists", kept);
    const { lastSearch, placeOf } = await import("./places");
    expect([lastSearch("movies"), placeOf("x")]).toEqual([{}, undefined]);
  });
});
