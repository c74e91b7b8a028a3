import { OAuthError, useAuth0 } from "@auth0/auth0-react";
import { act, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createChannels } from "@/testing/browser";
import { accessToken, tokenWith } from "@/testing/tokens";
import { CONFIG } from "@/testing/visit";
import { Auth0Client } from "./browser/auth0/Auth0Client";
import { createAuth0Cache } from "./browser/auth0/auth0Cache";
import { tokensInBrowser } from "./browser/TokensInBrowser";
import type { TokenStore } from "./browser/tokenStore";
import type { Config } from "./config";
import { broadcastLogout } from "./logoutChannel";
import { TokenRefused } from "./problem";
import { useSession } from "./SessionContext";
import { SessionProvider } from "./SessionProvider";

vi.mock("@auth0/auth0-react", async (original) => ({
  ...(await original<object>()),
  Auth0Provider: ({ children }: { children: ReactNode }) => children,
  useAuth0: vi.fn(),
}));

const sdk = {
  isLoading: false,
  user: undefined as { sub: string } | undefined,
  error: undefined as Error | undefined,
  getAccessTokenSilently: vi.fn(async (_asked?: object) => accessToken()),
  getIdTokenClaims: vi.fn(async () => ({ __raw: "a.b.c", sub: "usher|2", aud: "usher-spa" })),
  loginWithRedirect: vi.fn(async () => undefined),
  logout: vi.fn(async () => undefined),
};

const InBrowser = tokensInBrowser(Auth0Client);

let session: ReturnType<typeof useSession>;

function Probe() {
  session = useSession();
  return <p>{session.status}</p>;
}

function start(state: Partial<typeof sdk>, config: Config = CONFIG) {
  const forgetEverything = vi.fn();
  const draw = (changed: Partial<typeof sdk>) => {
    vi.mocked(useAuth0).mockReturnValue({ ...sdk, ...changed } as never);
    return (
      <SessionProvider
        config={config}
        holder={InBrowser}
        forgetEverything={forgetEverything}
        onReturn={vi.fn()}
      >
        <Probe />
      </SessionProvider>
    );
  };
  const { rerender } = render(draw(state));
  return { forgetEverything, become: (changed: Partial<typeof sdk>) => rerender(draw(changed)) };
}

const MOVIES = "https://movies.usher.example/";
const BOOKS = "https://books.usher.example/";
const ROBIN = { sub: "usher|2" };

describe("a session", () => {
  beforeEach(() => {
    vi.clearAllMocks();
  });

  it("is neither there nor absent while the SDK still looks", () => {
    start({ isLoading: true });
    expect(screen.getByText("starting")).toBeVisible();
  });

  it("that could not begin says why, in the provider's words", () => {
    start({ error: new Error("Invalid state") });
    expect(screen.getByText("failed")).toBeVisible();
    expect(session.failure).toBe("Invalid state");
  });

  it("that the provider has ended is expired, not simply gone: the page stays", () => {
    const { become } = start({ user: ROBIN });
    become({ user: undefined });
    expect(screen.getByText("expired")).toBeVisible();
    expect(session.idClaims).toEqual(ROBIN);
  });

  it("renews past the SDK's own cache, for the audience that is asked for", async () => {
    start({ user: ROBIN });
    await session.tokens.tokenFor(CONFIG.audience);
    expect(sdk.getAccessTokenSilently).toHaveBeenCalledExactlyOnceWith({
      cacheMode: "off",
      authorizationParams: {
        audience: CONFIG.audience,
        scope: "openid profile email list:movies edit:movies list:books write:books",
      },
    });
  });

  it.each(["login_required", "consent_required", "interaction_required"])(
    "is expired when the provider answers a renewal with %s, never an endless wait",
    async (code) => {
      start({ user: ROBIN });
      sdk.getAccessTokenSilently.mockRejectedValueOnce(new OAuthError(code));
      await act(() => expect(session.tokens.tokenFor(CONFIG.audience)).rejects.toThrow());
      expect(screen.getByText("expired")).toBeVisible();
    },
  );

  it("goes on when the provider only was too slow", async () => {
    start({ user: ROBIN });
    sdk.getAccessTokenSilently.mockRejectedValueOnce(new OAuthError("timeout"));
    await act(() =>
      expect(session.tokens.tokenFor(CONFIG.audience)).rejects.toThrow("does not answer"),
    );
    expect(screen.getByText("signedIn")).toBeVisible();
    expect(session.tokenError).toEqual({ kind: "timeout", audience: CONFIG.audience });
    await act(() => session.tokens.tokenFor(CONFIG.audience));
    expect(session.tokenError).toBeNull();
  });

  it("hands on why the provider refuses a token, and interrupts nothing", async () => {
    start({ user: ROBIN }, { ...CONFIG, strategy: "multi_resource_refresh_token" });
    sdk.getAccessTokenSilently.mockRejectedValueOnce(
      new OAuthError("access_denied", "The policy has no such API."),
    );
    await act(() => expect(session.tokens.tokenFor(BOOKS)).rejects.toThrow("no such API"));
    expect(session.tokenError).toBeNull();
  });

  it("takes no token for an audience that it does not name", async () => {
    start({ user: ROBIN }, { ...CONFIG, strategy: "multi_resource_refresh_token" });
    sdk.getAccessTokenSilently.mockResolvedValueOnce(tokenWith({ sub: "usher|2", aud: MOVIES }));
    await act(() => expect(session.tokens.tokenFor(BOOKS)).rejects.toThrow(TokenRefused));
    expect(session.tokens.held().get(BOOKS)).toBeUndefined();
  });

  it("that waits for agreement asks for it at the login, for the audience that failed", async () => {
    start({ user: ROBIN }, { ...CONFIG, strategy: "per_api_tokens" });
    sdk.getAccessTokenSilently.mockRejectedValueOnce(new OAuthError("consent_required"));
    await act(() => expect(session.tokens.tokenFor(BOOKS)).rejects.toThrow());
    // A token of another API settles nothing.
    await act(() => session.tokens.tokenFor(MOVIES));
    act(() => session.login());
    expect(sdk.loginWithRedirect).toHaveBeenCalledExactlyOnceWith({
      appState: { returnTo: "/" },
      authorizationParams: {
        audience: BOOKS,
        scope: "openid profile email list:books write:books",
      },
    });
    await act(() => session.tokens.tokenFor(BOOKS));
    expect(session.tokenError).toBeNull();
  });

  it("with one refresh token asks no scope that is not held, so that no frame is needed", async () => {
    start({ user: ROBIN }, { ...CONFIG, strategy: "multi_resource_refresh_token" });
    session.noteGranted(BOOKS, ["list:books", "read:books"]);
    await act(() => session.tokens.tokenFor(BOOKS));
    expect(sdk.getAccessTokenSilently).toHaveBeenCalledExactlyOnceWith({
      cacheMode: "off",
      authorizationParams: { audience: BOOKS, scope: "openid profile email list:books" },
    });
  });

  it("with one refresh token learns what is held from the first token, where nobody says it", async () => {
    start({ user: ROBIN }, { ...CONFIG, strategy: "multi_resource_refresh_token" });
    const first = tokenWith({ sub: "usher|2", permissions: ["list:books"] });
    sdk.getAccessTokenSilently.mockResolvedValueOnce(first);
    await act(() => session.tokens.tokenFor(BOOKS));
    const scopes = sdk.getAccessTokenSilently.mock.calls.map(
      ([asked]) => (asked as { authorizationParams: { scope: string } }).authorizationParams.scope,
    );
    expect(scopes).toEqual(["openid profile email", "openid profile email list:books"]);
  });

  it("empties everything at logout, before it leaves", async () => {
    const { forgetEverything } = start({ user: ROBIN });
    await session.tokens.tokenFor(CONFIG.audience);
    act(() => session.logout());
    expect(forgetEverything).toHaveBeenCalledTimes(1);
    expect(session.tokens.held().get(CONFIG.audience)).toBeUndefined();
    expect(sdk.logout).toHaveBeenCalledWith({
      logoutParams: { returnTo: "http://localhost:8000/" },
    });
    // Nothing below may ask for anything on the way out.
    expect(screen.getByText("leaving")).toBeVisible();
  });

  it("empties everything when a token of somebody else arrives", () => {
    const { forgetEverything } = start({ user: ROBIN });
    act(() => (session.tokens as TokenStore).remember(CONFIG.audience, accessToken("usher|2")));
    act(() => (session.tokens as TokenStore).remember(CONFIG.audience, accessToken("usher|1")));
    expect(forgetEverything).toHaveBeenCalledTimes(1);
  });

  it("shows the ID token's claims, never the token", async () => {
    start({ user: ROBIN });
    expect(await session.readIdToken()).toEqual({ sub: "usher|2", aud: "usher-spa" });
  });

  it("comes back from a login to the page where it was begun", () => {
    start({});
    session.login("/movies?genre=Crime");
    expect(sdk.loginWithRedirect).toHaveBeenCalledWith({
      appState: { returnTo: "/movies?genre=Crime" },
      authorizationParams: {
        audience: CONFIG.audience,
        scope: "openid profile email list:movies edit:movies list:books write:books",
      },
    });
  });
});

describe("the SDK's cache", () => {
  it("tells of no token that names another audience than was asked", async () => {
    const remember = vi.fn();
    const body = { audience: BOOKS, access_token: tokenWith({ sub: "usher|2", aud: [MOVIES] }) };
    await createAuth0Cache({ remember }).set("access", { body, expiresAt: 1 });
    expect(remember).not.toHaveBeenCalled();
  });

  it("tells the token memory of every access token that arrives, and of nothing else", async () => {
    const remember = vi.fn();
    const cache = createAuth0Cache({ remember });
    await cache.set("id", { id_token: "a.b.c", decodedToken: {} });
    expect(remember).not.toHaveBeenCalled();
    const entry = { body: { audience: CONFIG.audience, access_token: "x.y.z" }, expiresAt: 1 };
    await cache.set("access", entry);
    expect(remember).toHaveBeenCalledExactlyOnceWith(CONFIG.audience, "x.y.z");
    expect(await cache.get("access")).toEqual(entry);
  });

  it("does not bring back a token it only writes anew, as when a refresh token rotates", async () => {
    const remember = vi.fn();
    const cache = createAuth0Cache({ remember });
    const entry = (scope: string, access_token: string, refresh_token: string) =>
      cache.set(scope, { body: { audience: BOOKS, access_token, refresh_token }, expiresAt: 1 });
    await entry("openid", "old", "first");
    await entry("openid list:books", "new", "first");
    await entry("openid", "old", "second");
    expect(remember.mock.calls.map(([, token]) => token)).toEqual(["old", "new"]);
  });
});

describe("logging out in another tab", () => {
  beforeEach(() => {
    vi.clearAllMocks();
    vi.stubGlobal("BroadcastChannel", createChannels());
  });

  it("ends the session here, forgets all, and goes nowhere", async () => {
    const { forgetEverything, become } = start({ user: ROBIN });
    await session.tokens.tokenFor(CONFIG.audience);
    act(() => broadcastLogout("usher|2"));
    expect(screen.getByText("signedOut")).toBeVisible();
    expect(session.ended).toBe("elsewhere");
    expect(session.idClaims).toBeNull();
    expect(session.tokens.held().get(CONFIG.audience)).toBeUndefined();
    expect(forgetEverything).toHaveBeenCalledTimes(1);
    expect(sdk.logout).toHaveBeenCalledExactlyOnceWith({ openUrl: false });
    become({ user: undefined });
    expect(screen.getByText("signedOut")).toBeVisible();
  });

  it("leaves the tabs of another person alone", () => {
    start({ user: ROBIN });
    act(() => broadcastLogout("usher|1"));
    expect(screen.getByText("signedIn")).toBeVisible();
    expect(sdk.logout).not.toHaveBeenCalled();
  });

  it("is told to the others by the tab in which it happens, and not answered by them", () => {
    const heard: unknown[] = [];
    const other = new BroadcastChannel("usher-logout");
    other.onmessage = ({ data }) => heard.push(data);
    start({ user: ROBIN });
    act(() => session.logout());
    expect(heard).toEqual([{ subject: "usher|2" }]);
    act(() => broadcastLogout("usher|2"));
    expect(heard).toHaveLength(2);
  });

  it("is found out on a look at the tab, where tabs cannot talk to each other", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    start({ user: ROBIN });
    sdk.getAccessTokenSilently.mockRejectedValueOnce(new OAuthError("login_required"));
    window.dispatchEvent(new Event("focus"));
    expect(await screen.findByText("expired")).toBeVisible();
  });
});
