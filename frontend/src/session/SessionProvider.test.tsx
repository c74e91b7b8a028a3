import { OAuthError, useAuth0 } from "@auth0/auth0-react";
import { act, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { accessToken } from "@/testing/tokens";
import { CONFIG } from "@/testing/visit";
import { rememberingCache } from "./rememberingCache";
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
  getAccessTokenSilently: vi.fn(async () => accessToken()),
  getIdTokenClaims: vi.fn(async () => ({ __raw: "a.b.c", sub: "usher|2", aud: "usher-spa" })),
  loginWithRedirect: vi.fn(async () => undefined),
  logout: vi.fn(async () => undefined),
};

let session: ReturnType<typeof useSession>;

function Probe() {
  session = useSession();
  return <p>{session.status}</p>;
}

function start(state: Partial<typeof sdk>) {
  const forgetEverything = vi.fn();
  const draw = (changed: Partial<typeof sdk>) => {
    vi.mocked(useAuth0).mockReturnValue({ ...sdk, ...changed } as never);
    return (
      <SessionProvider config={CONFIG} forgetEverything={forgetEverything} onReturn={vi.fn()}>
        <Probe />
      </SessionProvider>
    );
  };
  const { rerender } = render(draw(state));
  return { forgetEverything, become: (changed: Partial<typeof sdk>) => rerender(draw(changed)) };
}

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
      authorizationParams: { audience: CONFIG.audience },
    });
  });

  it.each(["login_required", "consent_required", "interaction_required"])(
    "is expired when the provider answers a renewal with %s, never an endless wait",
    async (code) => {
      start({ user: ROBIN });
      sdk.getAccessTokenSilently.mockRejectedValueOnce(new OAuthError(code));
      await act(() => expect(session.tokens.tokenFor(CONFIG.audience)).rejects.toThrow(code));
      expect(screen.getByText("expired")).toBeVisible();
    },
  );

  it("goes on when the provider only was too slow", async () => {
    start({ user: ROBIN });
    sdk.getAccessTokenSilently.mockRejectedValueOnce(new OAuthError("timeout"));
    await expect(session.tokens.tokenFor(CONFIG.audience)).rejects.toThrow("does not answer");
    expect(screen.getByText("signedIn")).toBeVisible();
  });

  it("empties everything at logout, before it leaves", async () => {
    const { forgetEverything } = start({ user: ROBIN });
    await session.tokens.tokenFor(CONFIG.audience);
    act(() => session.logout());
    expect(forgetEverything).toHaveBeenCalledTimes(1);
    expect(session.tokens.peek(CONFIG.audience)).toBeUndefined();
    expect(sdk.logout).toHaveBeenCalledWith({
      logoutParams: { returnTo: "http://localhost:8000/" },
    });
    // Nothing below may ask for anything on the way out.
    expect(screen.getByText("starting")).toBeVisible();
  });

  it("empties everything when a token of somebody else arrives", () => {
    const { forgetEverything } = start({ user: ROBIN });
    act(() => session.tokens.remember(CONFIG.audience, accessToken("usher|2")));
    act(() => session.tokens.remember(CONFIG.audience, accessToken("usher|1")));
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
    });
  });
});

describe("the SDK's cache", () => {
  it("tells the token memory of every access token that arrives, and of nothing else", async () => {
    const remember = vi.fn();
    const cache = rememberingCache({ remember });
    await cache.set("id", { id_token: "a.b.c", decodedToken: {} });
    expect(remember).not.toHaveBeenCalled();
    const entry = { body: { audience: CONFIG.audience, access_token: "x.y.z" }, expiresAt: 1 };
    await cache.set("access", entry);
    expect(remember).toHaveBeenCalledExactlyOnceWith(CONFIG.audience, "x.y.z");
    expect(await cache.get("access")).toEqual(entry);
  });
});
