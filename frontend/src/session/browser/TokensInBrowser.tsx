/** Keeps the tokens in the memory of this page, and has the client fetch them. */
import { type ReactNode, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { allScopes, type Config } from "@/session/config";
import { sentenceOf } from "@/session/tokenError";
import {
  type TokenHolder,
  type TokenHolderComponent,
  TokenHolderContext,
  type TokenHolderProps,
} from "@/session/tokenHolder";
import { useSame } from "@/session/useSame";
import { type Client, type ClientComponent, useClient } from "./client";
import type { GrantedByAudience } from "./scopes";
import { sendWithToken } from "./sendWithToken";
import { createTokenStore, type TokenStore } from "./tokenStore";
import { type Renew, useTokenRenewal } from "./useTokenRenewal";

export function tokensInBrowser(Client: ClientComponent): TokenHolderComponent {
  return function TokensInBrowser(props: TokenHolderProps) {
    const { config, forgetEverything, onReturn, children } = props;
    // The memory renews by the client, which exists only below.
    const renew = useRef<Renew>(() => Promise.reject(new Error("The session has not begun.")));
    const [held] = useState<GrantedByAudience>(() => new Map());
    const forget = useCallback(() => {
      held.clear();
      forgetEverything();
    }, [held, forgetEverything]);
    const [tokens] = useState(() =>
      createTokenStore({ renew: (audience) => renew.current(audience), onOtherSubject: forget }),
    );
    const provideRenew = useCallback((by: Renew) => {
      renew.current = by;
    }, []);
    const loggedInAt = useRef<number | null>(null);
    const shared = { config, tokens, loggedInAt };
    return (
      <Client {...shared} onReturn={onReturn}>
        <HolderByClient {...shared} held={held} provideRenew={provideRenew}>
          {children}
        </HolderByClient>
      </Client>
    );
  };
}

interface Props {
  config: Config;
  tokens: TokenStore;
  held: GrantedByAudience;
  /** When a login was completed on this page, in milliseconds since 1970. */
  loggedInAt: RefObject<number | null>;
  provideRenew: (renew: Renew) => void;
  children: ReactNode;
}

function HolderByClient({ config, tokens, held, loggedInAt, provideRenew, children }: Props) {
  const client = useClient();
  const { isLoading, user, readIdToken, hasRefreshToken } = client;
  const { tokenError, setTokenError } = useTokenRenewal({ config, held, loggedInAt, provideRenew });
  const [loginError, setLoginError] = useState<Client["error"]>();
  const error = client.error ?? loginError;
  const failure = useMemo(
    () => error && { sentence: sentenceOf(error), returnTo: error.appState?.returnTo ?? "/" },
    [error],
  );

  const onExpired = useCallback(
    (audience: string, sentence?: string) =>
      setTokenError({ kind: "ended", audience, ...(sentence && { sentence }) }),
    [setTokenError],
  );
  const send = useMemo(
    () => sendWithToken({ config, tokens, onExpired }),
    [config, tokens, onExpired],
  );
  const noteGranted = useCallback<TokenHolder["noteGranted"]>(
    (audience, permissions) => void held.set(audience, permissions),
    [held],
  );
  const login = useCallback(
    (returnTo: string, maxAge?: number) => {
      const audience = tokenError?.kind === "consent" ? tokenError.audience : config.audience;
      setLoginError(undefined);
      client
        .login(audience, allScopes(audience, config), returnTo, maxAge)
        .catch((reason: Error) => setLoginError(Object.assign(reason, { appState: { returnTo } })));
    },
    [client, tokenError, config],
  );
  const forgetTokens = useCallback(() => {
    tokens.clear();
    held.clear();
  }, [tokens, held]);
  const logout = useCallback(async () => {
    forgetTokens();
    const isAway = await client.logout().catch(() => false);
    return isAway ? null : "hereOnly";
  }, [client, forgetTokens]);
  const forget = useCallback(() => {
    forgetTokens();
    client.forget();
  }, [client, forgetTokens]);

  const holder = useSame<TokenHolder>({
    isLoading,
    user,
    readIdToken,
    failure: failure ?? null,
    tokens,
    hasRefreshToken,
    endsAt: null,
    tokenError,
    send,
    noteGranted,
    login,
    logout,
    forget,
  });
  return <TokenHolderContext value={holder}>{children}</TokenHolderContext>;
}
