/** Sets up Auth0's SDK and the token memory, and feeds one with the other. */
import { type AppState, Auth0Provider } from "@auth0/auth0-react";
import { type ReactNode, useCallback, useRef, useState } from "react";
import type { Config } from "./config";
import { rememberingCache } from "./rememberingCache";
import { type Renew, SessionState } from "./SessionState";
import { createTokenMemory } from "./tokenMemory";

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
      <SessionState
        config={config}
        tokens={tokens}
        forgetEverything={forgetEverything}
        provideRenew={provideRenew}
      >
        {children}
      </SessionState>
    </Auth0Provider>
  );
}
