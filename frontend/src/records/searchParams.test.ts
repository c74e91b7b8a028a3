import { describe, expect, it } from "vitest";
import { numberIn, textIn } from "./searchParams";
import { cursorOf } from "./usePages";

describe("the next page", () => {
  it("is found by the cursor alone, whatever host the server names", () => {
    expect(cursorOf("http://inside:9/api/movies/?cursor=abc&page_size=50")).toBe("abc");
    expect(cursorOf(null)).toBeUndefined();
  });
});

describe("filters in an address", () => {
  it("are dropped when they make no sense", () => {
    expect(numberIn("nineteen")).toBeUndefined();
    expect(numberIn("")).toBeUndefined();
    expect(textIn("  ")).toBeUndefined();
  });

  it("are read otherwise, years before our era too", () => {
    expect(numberIn("-750")).toBe(-750);
    expect(textIn("1984")).toBe("1984");
  });
});
