/** Joins Auth0's SDK, the token memory and the API client to one session. */
import { type AppState, Auth0Provider, OAuthError, useAuth0 } from "@auth0/auth0-react";
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { createApi } from "@/api/client";
import { audienceFor } from "./audience";
import { authorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import type { Claims } from "./jwt";
import { rememberingCache } from "./rememberingCache";
import { type Session, SessionContext, type SessionStatus } from "./SessionContext";
import { createTokenMemory, type TokenMemory } from "./tokenMemory";

/** An iframe that does not answer must not look like a page that never loads. */
const SILENT_LOGIN_SECONDS = 10;

type Renew = (audience: string) => Promise<string>;

interface Props {
  config: Config;
  /** Called when whatever was fetched for one person must not be seen by the next. */
  forgetEverything: () => void;
  /** Goes to the page where the login began. */
  onReturn: (address: string) => void;
  children: ReactNode;
}

export function SessionProvider({ config, forgetEverything, onReturn, children }: Props) {
  // The memory is fed by the SDK's cache and renews by the SDK's hook, which exist only below.
  const renew = useRef<Renew>(() => Promise.reject(new Error("The session has not begun.")));
  const [tokens] = useState(() =>
    createTokenMemory({
      renew: (audience) => renew.current(audience),
      onOtherSubject: forgetEverything,
    }),
  );
  const [cache] = useState(() => rememberingCache(tokens));
  const provideRenew = useCallback((by: Renew) => {
    renew.current = by;
  }, []);

  return (
    <Auth0Provider
      domain={config.domain}
      clientId={config.clientId}
      cache={cache}
      authorizeTimeoutInSeconds={SILENT_LOGIN_SECONDS}
      authorizationParams={{
        redirect_uri: config.redirectUri,
        audience: config.audience,
        scope: "openid profile email",
      }}
      skipRedirectCallback={window.location.pathname !== new URL(config.redirectUri).pathname}
      onRedirectCallback={(state?: AppState) => onReturn(state?.returnTo ?? "/")}
    >
      <SignedInSession
        config={config}
        tokens={tokens}
        forgetEverything={forgetEverything}
        provideRenew={provideRenew}
      >
        {children}
      </SignedInSession>
    </Auth0Provider>
  );
}

interface InnerProps extends Omit<Props, "onReturn"> {
  tokens: TokenMemory;
  provideRenew: (renew: Renew) => void;
}

function SignedInSession(props: InnerProps) {
  const { config, tokens, forgetEverything, provideRenew, children } = props;
  const { isLoading, user, error, loginWithRedirect, logout } = useAuth0();
  const { getAccessTokenSilently, getIdTokenClaims } = useAuth0();
  const [isExpired, setExpired] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const [lastUser, setLastUser] = useState<Claims | null>(null);
  // When a silent renewal fails the SDK forgets the person at once. The page keeps showing who
  // was here, so that a half-filled form stays until they have read what happened.
  if (user && user !== lastUser) setLastUser(user);

  useLayoutEffect(() => {
    provideRenew(async (audience) => {
      const authorizationParams = { audience };
      const token = await getAccessTokenSilently({ cacheMode: "off", authorizationParams });
      // The SDK answers nothing when the provider has set the whole session an end.
      if (!token) throw new Error("The session is over.");
      return token;
    });
  }, [provideRenew, getAccessTokenSilently]);

  const api = useMemo(
    () =>
      createApi(
        authorizedFetch({
          tokens,
          audienceFor: (request) => audienceFor(request, config),
          onExpired: () => setExpired(true),
        }),
      ),
    [tokens, config],
  );

  const login = useCallback(
    (returnTo = window.location.pathname + window.location.search) =>
      void loginWithRedirect({ appState: { returnTo } }),
    [loginWithRedirect],
  );
  const leave = useCallback(() => {
    setLeaving(true);
    tokens.clear();
    forgetEverything();
    void logout({ logoutParams: { returnTo: `${window.location.origin}/` } });
  }, [tokens, forgetEverything, logout]);

  const readIdToken = useCallback(async () => {
    const { __raw, ...claims } = (await getIdTokenClaims()) ?? { __raw: "" };
    return __raw ? claims : null;
  }, [getIdTokenClaims]);

  const status = statusFrom({
    isLoading: isLoading || isLeaving,
    user,
    error,
    isExpired,
    lastUser,
  });
  const session = useMemo<Session>(
    () => ({
      status,
      config,
      idClaims: user ?? lastUser,
      readIdToken,
      failure: error ? sentenceOf(error) : null,
      tokens,
      api,
      login,
      logout: leave,
    }),
    [status, config, user, lastUser, error, readIdToken, tokens, api, login, leave],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

interface Known {
  isLoading: boolean;
  user: object | undefined;
  error: Error | undefined;
  isExpired: boolean;
  lastUser: Claims | null;
}

function statusFrom({ isLoading, user, error, isExpired, lastUser }: Known): SessionStatus {
  if (isLoading) return "starting";
  if (user) return isExpired ? "expired" : "signedIn";
  if (lastUser) return "expired";
  return error ? "failed" : "signedOut";
}

function sentenceOf(error: Error): string {
  return error instanceof OAuthError ? (error.error_description ?? error.error) : error.message;
}
