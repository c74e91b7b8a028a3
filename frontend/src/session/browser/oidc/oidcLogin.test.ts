import {
  ErrorResponse,
  type SigninRedirectArgs,
  type SigninSilentArgs,
  User,
  UserManager,
} from "oidc-client-ts";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Config } from "@/session/config";
import { markLogin } from "@/session/loginMark";
import { accessToken, tokenWith } from "@/testing/tokens";
import { CONFIG } from "@/testing/visit";
import { createOidcLogin } from "./oidcLogin";

const ELSEWHERE: Config = {
  ...CONFIG,
  issuer: "https://login.example.org",
  flavour: "generic",
  audienceParameter: "resource",
};
const BOOKS = CONFIG.audiences.books as string;

let discovery: Record<string, unknown>;
let underWay: number;
let mostUnderWay: number;
const fetched = vi.fn();

beforeEach(() => {
  fetched.mockReset();
  underWay = mostUnderWay = 0;
  discovery = {
    issuer: ELSEWHERE.issuer,
    authorization_endpoint: "https://login.example.org/auth",
    token_endpoint: "https://login.example.org/token",
    scopes_supported: ["openid", "offline_access"],
  };
  vi.stubGlobal("fetch", async (address: string) => {
    fetched(address);
    return Response.json(discovery);
  });
});

/** What the issuer answers, to this app if nothing else is said. */
function userWith(claims: object = {}, more: object = {}) {
  const whole = { iss: ELSEWHERE.issuer, aud: "usher-spa", sub: "usher|2", ...claims };
  const profile = whole as unknown as User["profile"];
  const tokens = { access_token: accessToken(), id_token: tokenWith(whole), token_type: "Bearer" };
  return new User({ ...tokens, profile, ...more });
}

/** A login whose silent requests are answered so, in turn. */
function loginWith(answers: (User | Error)[], config = ELSEWHERE) {
  const asked: SigninSilentArgs[] = [];
  vi.spyOn(UserManager.prototype, "signinSilent").mockImplementation(async function (
    this: UserManager,
    request = {},
  ) {
    asked.push(request);
    const answer = answers.shift() ?? userWith();
    if (answer instanceof Error) throw answer;
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await this.storeUser(answer);
    underWay -= 1;
    return answer;
  });
  const begun: SigninRedirectArgs[] = [];
  vi.spyOn(UserManager.prototype, "signinRedirect").mockImplementation(async (request = {}) => {
    begun.push(request);
  });
  const onToken = vi.fn();
  const login = createOidcLogin(config, { onToken, onReturn: vi.fn() });
  return { login, asked, begun, onToken };
}

describe("a login at any OpenID Provider", () => {
  it("asks for nothing where nobody was logged in", async () => {
    const { login } = loginWith([]);
    await login.start();
    expect(login.state()).toMatchObject({ isLoading: false, user: undefined });
    expect(fetched).not.toHaveBeenCalled();
  });

  it("finds silently who was here, and keeps no token in the browser's storage", async () => {
    markLogin(true);
    const { login, onToken } = loginWith([userWith()]);
    await login.start();
    expect(login.state().user).toMatchObject({ sub: "usher|2" });
    expect(onToken).toHaveBeenCalledExactlyOnceWith(CONFIG.audience, expect.any(String));
    expect(JSON.stringify([localStorage, sessionStorage])).not.toContain("signature");
  });

  it("ends its look without an error where the issuer refuses: the door has the words", async () => {
    markLogin(true);
    const { login } = loginWith([new ErrorResponse({ error: "login_required" })]);
    await login.start();
    expect(login.state()).toMatchObject({ isLoading: false, user: undefined, error: undefined });
  });

  it.each([
    ["resource", { resource: BOOKS, extraTokenParams: { resource: BOOKS } }],
    ["audience", { extraQueryParams: { audience: BOOKS }, extraTokenParams: { audience: BOOKS } }],
    [null, {}],
  ] as const)("names the API as the issuer wants it: by %s", async (audienceParameter, naming) => {
    const { login, asked } = loginWith([], { ...ELSEWHERE, audienceParameter });
    await login.renew(BOOKS, "openid");
    const scope = "openid offline_access";
    expect(asked).toEqual([{ scope, nonce: expect.any(String), ...naming }]);
  });

  it("asks for offline access only where it is offered", async () => {
    discovery.scopes_supported = ["openid"];
    const { login, asked } = loginWith([]);
    await login.renew(BOOKS, "openid");
    expect(asked[0]?.scope).toBe("openid");
  });

  it("asks at the login for every API that its one refresh token is to open", async () => {
    const config = { ...ELSEWHERE, strategy: "multi_resource_refresh_token" } as const;
    const { login, begun } = loginWith([], config);
    await login.login(CONFIG.audience, "openid", "/movies", 300);
    expect(begun[0]).toMatchObject({
      max_age: 300,
      resource: [CONFIG.audience, ...Object.values(CONFIG.audiences)],
      extraTokenParams: { resource: CONFIG.audience },
      state: { returnTo: "/movies", audience: CONFIG.audience },
    });
  });

  it.each([
    ["issuer", { iss: "https://login.example.org/" }],
    ["app", { aud: "another-app" }],
  ])("takes nothing whose ID token is of another %s", async (_what, claims) => {
    const { login, onToken } = loginWith([userWith(claims)]);
    await expect(login.renew(BOOKS, "openid")).rejects.toThrow("another");
    expect(onToken).not.toHaveBeenCalled();
    expect(login.state().user).toBeUndefined();
  });

  it("asks Keycloak for no offline access, which would leave a session at every login", async () => {
    const keycloak = { ...ELSEWHERE, flavour: "keycloak", audienceParameter: null };
    const { login, asked } = loginWith([], keycloak);
    await login.renew(BOOKS, "openid");
    expect(asked[0]?.scope).toBe("openid");
  });

  it("leaves no refresh token behind at a logout, and waits for no issuer that is slow", async () => {
    const revoke = vi.spyOn(UserManager.prototype, "revokeTokens");
    revoke.mockImplementation(() => new Promise(() => {}));
    const { login } = loginWith([]);
    await login.renew(CONFIG.audience, "openid");
    await login.renew(BOOKS, "openid");
    expect(await login.logout()).toBe(false);
    expect(revoke.mock.calls).toEqual([[["refresh_token"]], [["refresh_token"]]]);
  });

  it("looks in a frame once more where its refresh token has ended", async () => {
    const ended = new ErrorResponse({ error: "invalid_grant" });
    const { login, asked } = loginWith([userWith({}, { refresh_token: "once" }), ended]);
    await login.renew(BOOKS, "openid");
    expect(login.state().hasRefreshToken).toBe(true);
    await login.renew(BOOKS, "openid");
    expect(asked.map(({ forceIframeAuth }) => forceIframeAuth)).toEqual([
      undefined,
      undefined,
      true,
    ]);
    expect(login.state().hasRefreshToken).toBe(false);
  });

  it("asks one after the other, also after a refusal", async () => {
    const { login } = loginWith([new ErrorResponse({ error: "invalid_target" })]);
    const all = ["books", "movies", "users"].map((audience) => login.renew(audience, "openid"));
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    expect(mostUnderWay).toBe(1);
  });

  it("hands on a refusal with the issuer's own words", async () => {
    const refused = { error: "invalid_target", error_description: "resource indicator is unknown" };
    const { login } = loginWith([new ErrorResponse(refused)]);
    await expect(login.renew(BOOKS, "openid")).rejects.toMatchObject(refused);
  });

  it("says that the issuer does not answer, and asks anew when it is there again", async () => {
    const { login } = loginWith([]);
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(login.renew(BOOKS, "openid")).rejects.toMatchObject({ error: "timeout" });
    await expect(login.login(BOOKS, "openid", "/")).rejects.toThrow("cannot be reached");
    vi.stubGlobal("fetch", async () => Response.json(discovery));
    await expect(login.renew(BOOKS, "openid")).resolves.toBeTypeOf("string");
  });

  it("logs out at the issuer's own address, and here alone where it names none", async () => {
    const signout = vi.spyOn(UserManager.prototype, "signoutRedirect").mockResolvedValue();
    const { login } = loginWith([]);
    await login.renew(CONFIG.audience, "openid");
    expect(await login.logout()).toBe(false);
    expect(login.state().user).toBeUndefined();
    expect(signout).not.toHaveBeenCalled();

    discovery.end_session_endpoint = "https://login.example.org/end";
    const { login: other } = loginWith([]);
    await other.renew(CONFIG.audience, "openid");
    expect(await other.logout()).toBe(true);
    expect(signout).toHaveBeenCalledExactlyOnceWith({ id_token_hint: expect.any(String) });
  });
});
