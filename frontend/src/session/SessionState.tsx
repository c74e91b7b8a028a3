/** What the SDK, the token memory and the API client say together: the session. */
import { useAuth0 } from "@auth0/auth0-react";
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useState } from "react";
import { createApi } from "@/api/client";
import { SessionEnded } from "@/api/problem";
import { audienceFor } from "./audience";
import { authorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import type { Claims } from "./jwt";
import { reasonOf, sentenceOf } from "./renewalErrors";
import { type Session, SessionContext, type SessionStatus } from "./SessionContext";
import type { TokenMemory } from "./tokenMemory";

export type Renew = (audience: string) => Promise<string>;

interface Props {
  config: Config;
  tokens: TokenMemory;
  forgetEverything: () => void;
  provideRenew: (renew: Renew) => void;
  children: ReactNode;
}

export function SessionState({ config, tokens, forgetEverything, provideRenew, children }: Props) {
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
      try {
        const authorizationParams = { audience };
        const token = await getAccessTokenSilently({ cacheMode: "off", authorizationParams });
        // The SDK answers nothing when the provider has set the whole session an end.
        if (!token) throw new SessionEnded();
        setExpired(false);
        return token;
      } catch (error) {
        const reason = reasonOf(error as Error);
        if (reason instanceof SessionEnded) setExpired(true);
        throw reason;
      }
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

  const isBusy = isLoading || isLeaving;
  const status = statusFrom({ isBusy, user, error, isExpired, lastUser });
  const failure = error ? sentenceOf(error) : null;
  const idClaims: Claims | null = user ?? lastUser;
  const session = useMemo<Session>(
    () => ({
      status,
      config,
      idClaims,
      readIdToken,
      failure,
      tokens,
      api,
      login,
      logout: leave,
    }),
    [status, config, idClaims, readIdToken, failure, tokens, api, login, leave],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

interface Known {
  isBusy: boolean;
  user: object | undefined;
  error: Error | undefined;
  isExpired: boolean;
  lastUser: Claims | null;
}

function statusFrom({ isBusy, user, error, isExpired, lastUser }: Known): SessionStatus {
  if (isBusy) return "starting";
  if (user) return isExpired ? "expired" : "signedIn";
  if (lastUser) return "expired";
  return error ? "failed" : "signedOut";
}
