/** Sets up Auth0's SDK and the token memory, and feeds one with the other. */
import { type AppState, Auth0Provider } from "@auth0/auth0-react";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { audiencesOf, strategyOf } from "./audience";
import { createAuth0Cache } from "./auth0Cache";
import type { Config } from "./config";
import { SessionState } from "./SessionState";
import { ABOUT_THE_PERSON, allScopes, type GrantedByAudience } from "./scopes";
import { createTokenStore } from "./tokenStore";
import type { Renew } from "./useTokenRenewal";

/** An iframe that does not answer must not look like a page that never loads. */
const SILENT_LOGIN_SECONDS = 10;

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
  const [held] = useState<GrantedByAudience>(() => new Map());
  const forget = useCallback(() => {
    held.clear();
    forgetEverything();
  }, [held, forgetEverything]);
  const [tokens] = useState(() =>
    createTokenStore({ renew: (audience) => renew.current(audience), onOtherSubject: forget }),
  );
  const [cache] = useState(() => createAuth0Cache(tokens));
  const provideRenew = useCallback((by: Renew) => {
    renew.current = by;
  }, []);
  const loggedInAt = useRef<number | null>(null);
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
      skipRedirectCallback={window.location.pathname !== new URL(config.redirectUri).pathname}
      onRedirectCallback={(state?: AppState) => {
        loggedInAt.current = Date.now();
        onReturn(state?.returnTo ?? "/");
      }}
    >
      <SessionState
        config={config}
        tokens={tokens}
        held={held}
        loggedInAt={loggedInAt}
        forgetEverything={forget}
        provideRenew={provideRenew}
      >
        {children}
      </SessionState>
    </Auth0Provider>
  );
}

/** The SDK adds these to whatever a request asks: for an API only what every token needs. */
function leastScopes(config: Config): Record<string, string> {
  const apis = audiencesOf(config).map((audience) => [audience, ABOUT_THE_PERSON]);
  return { ...Object.fromEntries(apis), [config.audience]: allScopes(config.audience, config) };
}
