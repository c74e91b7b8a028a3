import { describe, expect, it } from "vitest";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { tokenWith } from "@/testing/tokens";
import { parseConfig, WrongConfig } from "./config";
import { claimsOf, namesClaim } from "./jwt";
import type { MyPermissions } from "./types";
import { can } from "./usePermissions";

describe("can", () => {
  it("refuses while nothing is known", () => {
    expect(can(undefined, "list:movies")).toBe(false);
  });

  it("refuses what Robin does not hold, and allows what he does", () => {
    const robin = permissionsOf(PEOPLE.robin) as MyPermissions;
    expect(can(robin, "edit:movies")).toBe(false);
    expect(can(robin, "read:movies")).toBe(true);
  });
});

describe("a token's claims", () => {
  it("are unknown for an opaque token, and for one that is damaged", () => {
    expect(claimsOf("opaque")).toBeNull();
    expect(claimsOf("a.%%%.c")).toBeNull();
  });

  it("keep a Japanese name as it is", () => {
    expect(claimsOf(tokenWith({ name: "柊 瑠美" }))).toEqual({ name: "柊 瑠美" });
  });

  it("give no names where a list is expected and something else stands", () => {
    expect(namesClaim({ permissions: "list:movies" }, "permissions")).toBeNull();
    expect(namesClaim({ permissions: [1] }, "permissions")).toBeNull();
  });
});

describe("the configuration", () => {
  const GOOD = {
    flavour: "auth0",
    issuer: "http://localhost:8000/",
    clientId: "usher-spa",
    redirectUri: "http://localhost:8000/callback",
    audience: "https://api.usher.example/",
    audiences: {},
    scopes: {},
    strategy: "single_audience",
    claimsNamespace: "https://usher.example/",
    account: null,
    demo: true,
  };

  it("is refused when an entry is missing, by its name", () => {
    expect(() => parseConfig({ ...GOOD, issuer: "" })).toThrow("'issuer'");
    expect(() => parseConfig({ ...GOOD, audiences: undefined })).toThrow("audiences");
    expect(() => parseConfig(null)).toThrow("/config.json");
  });

  it("is refused when the strategy is unknown: with a wrong audience nothing would open", () => {
    expect(() => parseConfig({ ...GOOD, strategy: "one_for_all" })).toThrow(
      /'one_for_all' is not known.*per_api_tokens/,
    );
    expect(() => parseConfig({ ...GOOD, strategy: "constructor" })).toThrow(WrongConfig);
  });

  it("names the issuer without its slash, as the SDK wants it", () => {
    expect(parseConfig(GOOD).domain).toBe("http://localhost:8000");
  });
});
