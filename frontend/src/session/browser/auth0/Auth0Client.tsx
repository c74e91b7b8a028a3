/** Logs in through Auth0's SDK: at Auth0, and at what has Auth0's addresses. */
import { type AppState, Auth0Provider, useAuth0 } from "@auth0/auth0-react";
import { type ReactNode, useMemo, useState } from "react";
import { audiencesOf, strategyOf } from "@/session/audience";
import {
  type Client,
  ClientContext,
  type ClientProps,
  SILENT_LOGIN_SECONDS,
} from "@/session/browser/client";
import { ABOUT_THE_PERSON, allScopes, type Config, isCallback } from "@/session/config";
import { SessionEnded } from "@/session/problem";
import { createAuth0Cache } from "./auth0Cache";

export function Auth0Client({ config, tokens, loggedInAt, onReturn, children }: ClientProps) {
  const [cache] = useState(() => createAuth0Cache(tokens));
  const { usesRefreshToken } = strategyOf(config);
  return (
    <Auth0Provider
      domain={config.domain}
      clientId={config.clientId}
      cache={cache}
      authorizeTimeoutInSeconds={SILENT_LOGIN_SECONDS}
      useRefreshTokens={usesRefreshToken}
      useMrrt={usesRefreshToken}
      // After a reload memory holds no refresh token; one hidden frame brings it.
      useRefreshTokensFallback={usesRefreshToken}
      authorizationParams={{
        redirect_uri: config.redirectUri,
        audience: config.audience,
        scope: leastScopes(config),
      }}
      skipRedirectCallback={!isCallback(config)}
      onRedirectCallback={(state?: AppState) => {
        loggedInAt.current = Date.now();
        onReturn(state?.returnTo ?? "/");
      }}
    >
      <Adapter hasRefreshToken={usesRefreshToken}>{children}</Adapter>
    </Auth0Provider>
  );
}

/** The SDK adds these to whatever a request asks: for an API only what every token needs. */
function leastScopes(config: Config): Record<string, string> {
  const apis = audiencesOf(config).map((audience) => [audience, ABOUT_THE_PERSON]);
  return { ...Object.fromEntries(apis), [config.audience]: allScopes(config.audience, config) };
}

interface AdapterProps extends Pick<Client, "hasRefreshToken"> {
  children: ReactNode;
}

function Adapter({ hasRefreshToken, children }: AdapterProps) {
  const sdk = useAuth0();
  const { isLoading, user, error } = sdk;
  const { loginWithRedirect, logout, getAccessTokenSilently, getIdTokenClaims } = sdk;
  const acts = useMemo<Omit<Client, "isLoading" | "user" | "error" | "hasRefreshToken">>(
    () => ({
      login: (audience, scope, returnTo, maxAge) =>
        loginWithRedirect({
          appState: { returnTo },
          authorizationParams: {
            audience,
            scope,
            ...(maxAge !== undefined && { max_age: maxAge }),
          },
        }),
      async logout() {
        await logout({ logoutParams: { returnTo: `${window.location.origin}/` } });
        return true;
      },
      forget: () => void logout({ openUrl: false }),
      async renew(audience, scope) {
        const authorizationParams = { audience, scope };
        const token = await getAccessTokenSilently({ cacheMode: "off", authorizationParams });
        // The SDK answers nothing when the provider has set the whole session an end.
        if (!token) throw new SessionEnded();
        return token;
      },
      async readIdToken() {
        const { __raw, ...claims } = (await getIdTokenClaims()) ?? { __raw: "" };
        return __raw ? claims : null;
      },
    }),
    [loginWithRedirect, logout, getAccessTokenSilently, getIdTokenClaims],
  );
  const client = useMemo(
    () => ({ ...acts, isLoading, user, error, hasRefreshToken }) satisfies Client,
    [acts, isLoading, user, error, hasRefreshToken],
  );
  return <ClientContext value={client}>{children}</ClientContext>;
}
