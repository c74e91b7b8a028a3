import { OAuthError } from "@auth0/auth0-react";
import { describe, expect, it } from "vitest";
import { CONFIG } from "@/testing/visit";
import { errorMessage } from "@/ui/errorMessages";
import { isCrossSite } from "./crossSite";
import { refusalIn, type Seen, tokenErrorFrom } from "./tokenError";

const BOOKS = "https://books.usher.example/";
const ELSEWHERE = {
  ...CONFIG,
  domain: "http://127.0.0.1:8000",
  strategy: "per_api_tokens",
} as const;
const JUST_NOW: Seen = { loggedInAt: Date.now(), frameWorked: false };

const kindOf = (
  code: string,
  config = CONFIG as typeof ELSEWHERE | typeof CONFIG,
  seen = JUST_NOW,
) => tokenErrorFrom(new OAuthError(code), BOOKS, config, seen)?.kind;

describe("a silent request that fails", () => {
  it.each([
    ["login_required", "ended"],
    ["invalid_grant", "ended"],
    ["missing_refresh_token", "ended"],
    ["consent_required", "consent"],
    ["interaction_required", "consent"],
    ["timeout", undefined],
    ["server_error", undefined],
  ])("with %s means %s", (code, kind) => {
    expect(kindOf(code)).toBe(kind);
  });

  it("is a matter of the session when it is the login's own token that does not come", () => {
    const reason = new OAuthError("timeout");
    expect(tokenErrorFrom(reason, CONFIG.audience, CONFIG, JUST_NOW)?.kind).toBe("timeout");
    expect(errorMessage(refusalIn(reason, BOOKS)).advice).toContain(BOOKS);
  });

  it("tells a refusal in the issuer's own words", () => {
    const refused = refusalIn(new OAuthError("invalid_target", "No such resource."), BOOKS);
    expect(errorMessage(refused).advice).toContain("“No such resource.”");
  });

  it("names the audience it failed for", () => {
    const reason = tokenErrorFrom(new OAuthError("consent_required"), BOOKS, CONFIG, JUST_NOW);
    expect(reason?.audience).toBe(BOOKS);
  });

  it("is no matter of the session when the network is down", () => {
    expect(tokenErrorFrom(new TypeError("Failed to fetch"), BOOKS, CONFIG, JUST_NOW)).toBeNull();
  });
});

describe("cookies that are blocked", () => {
  it("are named when a frame sees no login that was just completed on another site", () => {
    expect(kindOf("login_required", ELSEWHERE)).toBe("cookiesBlocked");
  });

  it("are not blamed without certainty: any one sign missing, it is a session that ended", () => {
    const longAgo = Date.now() - 6 * 60_000;
    expect(kindOf("login_required", CONFIG)).toBe("ended");
    expect(kindOf("login_required", ELSEWHERE, { ...JUST_NOW, loggedInAt: null })).toBe("ended");
    expect(kindOf("login_required", ELSEWHERE, { ...JUST_NOW, loggedInAt: longAgo })).toBe("ended");
    expect(kindOf("login_required", ELSEWHERE, { ...JUST_NOW, frameWorked: true })).toBe("ended");
  });

  it("are not blamed where a refresh token needs none", () => {
    const config = { ...ELSEWHERE, strategy: "multi_resource_refresh_token" } as const;
    expect(tokenErrorFrom(new OAuthError("login_required"), BOOKS, config, JUST_NOW)?.kind).toBe(
      "ended",
    );
  });
});

describe("two addresses", () => {
  it.each([
    ["http://localhost:8000", "http://127.0.0.1:8000"],
    ["https://tenant.eu.auth0.com", "https://app.example.org"],
    ["http://10.0.0.1", "http://10.0.0.2"],
  ])("%s and %s are of different sites", (one, other) => {
    expect(isCrossSite(one, other)).toBe(true);
  });

  it.each([
    ["http://localhost:8000", "http://localhost:8266"],
    ["https://login.example.org", "https://app.example.org"],
    // Nobody here knows all suffixes, so what may be one site counts as one.
    ["https://one.co.uk", "https://other.co.uk"],
  ])("%s and %s are not said to be", (one, other) => {
    expect(isCrossSite(one, other)).toBe(false);
  });
});
