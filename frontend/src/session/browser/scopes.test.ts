import { describe, expect, it } from "vitest";
import { allScopes } from "@/session/config";
import { CONFIG } from "@/testing/visit";
import { scopesToAsk } from "./scopes";

const MOVIES = "https://movies.usher.example/";
const BOOKS = "https://books.usher.example/";

describe("the scopes of a token", () => {
  it("are those of its own API, and never another's", () => {
    expect(allScopes(MOVIES, CONFIG)).toBe("openid profile email list:movies edit:movies");
    expect(allScopes(BOOKS, CONFIG)).toBe("openid profile email list:books write:books");
  });

  it("are all of them by a frame, whatever is held: the provider gives what is", () => {
    const config = { ...CONFIG, strategy: "per_api_tokens" } as const;
    expect(scopesToAsk(BOOKS, config, ["list:books"])).toBe(allScopes(BOOKS, config));
  });

  it("are only those held by a refresh token, and none while that is unknown", () => {
    const config = { ...CONFIG, strategy: "multi_resource_refresh_token" } as const;
    expect(scopesToAsk(BOOKS, config, ["list:books", "list:movies"])).toBe(
      "openid profile email list:books",
    );
    expect(scopesToAsk(BOOKS, config, undefined)).toBe("openid profile email");
  });
});
