/** What the client, the token memory and the API client say together: the session. */
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { createAuthorizedFetch } from "./authorizedFetch";
import { type Client, isCallback, useClient } from "./client";
import type { Config } from "./config";
import { type Claims, textClaim } from "./jwt";
import { markLogin, wasLoggedIn } from "./loginMark";
import { broadcastLogout, subscribeToLogout } from "./logoutChannel";
import { grantedPermissions } from "./mergePermissions";
import {
  type Session,
  SessionContext,
  type SessionEnding,
  type SessionStatus,
} from "./SessionContext";
import { allScopes, type GrantedByAudience } from "./scopes";
import { sentenceOf } from "./tokenError";
import type { TokenStore } from "./tokenStore";
import type { MyPermissions } from "./types";
import { type Renew, useTokenRenewal } from "./useTokenRenewal";

interface Props {
  config: Config;
  tokens: TokenStore;
  held: GrantedByAudience;
  /** When a login was completed on this page, in milliseconds since 1970. */
  loggedInAt: RefObject<number | null>;
  forgetEverything: () => void;
  provideRenew: (renew: Renew) => void;
  children: ReactNode;
}

export function SessionState(props: Props) {
  const { config, tokens, held, loggedInAt, forgetEverything, provideRenew, children } = props;
  const client = useClient();
  const { isLoading, user, readIdToken, hasRefreshToken } = client;
  const { tokenError, setTokenError } = useTokenRenewal({ config, held, loggedInAt, provideRenew });
  const [loginError, setLoginError] = useState<Client["error"]>();
  const error = client.error ?? loginError;
  const [isLeaving, setLeaving] = useState(false);
  const [ended, setEnded] = useState<SessionEnding | null>(() =>
    wasLoggedIn() ? "unconfirmed" : null,
  );
  const isOver = ended === "elsewhere" || ended === "hereOnly";
  const [lastUser, setLastUser] = useState<Claims | null>(null);
  // When a silent renewal fails the SDK forgets the person at once. The page keeps showing who
  // was here, so that a half-filled form stays until they have read what happened.
  if (user && user !== lastUser) setLastUser(user);

  const onExpired = useCallback(
    (audience: string, sentence?: string) =>
      setTokenError({ kind: "ended", audience, ...(sentence && { sentence }) }),
    [setTokenError],
  );
  const authorizedFetch = useMemo(
    () => createAuthorizedFetch({ config, tokens, onExpired }),
    [config, tokens, onExpired],
  );
  const noteGranted = useCallback(
    ({ resources }: Pick<MyPermissions, "resources">) => noteEach(resources, held),
    [held],
  );

  const login = useCallback(
    (returnTo = hereFor(config)) => {
      const audience = tokenError?.kind === "consent" ? tokenError.audience : config.audience;
      setLoginError(undefined);
      client
        .login(audience, allScopes(audience, config), returnTo)
        .catch((reason: Error) => setLoginError(Object.assign(reason, { appState: { returnTo } })));
    },
    [client, tokenError, config],
  );
  const subject = textClaim(user ?? lastUser, "sub");
  useEffect(() => {
    if (user) markLogin(true);
  }, [user]);
  const leave = useCallback(() => {
    setLeaving(true);
    markLogin(false);
    tokens.clear();
    forgetEverything();
    if (subject) broadcastLogout(subject);
    void client
      .logout()
      .catch(() => false)
      .then((isAway) => isAway || setEnded("hereOnly"));
  }, [tokens, forgetEverything, client, subject]);
  const endHere = useCallback(() => {
    setEnded("elsewhere");
    tokens.clear();
    forgetEverything();
    // The tab where they logged out has gone to the provider already.
    client.forget();
  }, [tokens, forgetEverything, client]);
  useEffect(() => {
    if (!subject || isOver) return undefined;
    const ask = () => void tokens.renew(config.audience).catch(() => undefined);
    return subscribeToLogout({ subject, onLogout: endHere, ask });
  }, [subject, isOver, endHere, tokens, config]);

  const isExpired = tokenError !== null && tokenError.kind !== "timeout";
  const status = isOver
    ? "signedOut"
    : statusFrom({ isLoading, isLeaving, user, error, isExpired, lastUser });
  const failure = error ? sentenceOf(error) : null;
  const failedAt = error?.appState?.returnTo ?? "/";
  const idClaims: Claims | null = isOver ? null : (user ?? lastUser);
  const session = useSame<Session>({
    status,
    ended,
    config,
    idClaims,
    readIdToken,
    hasRefreshToken,
    failure,
    failedAt,
    tokens,
    authorizedFetch,
    noteGranted,
    tokenError,
    login,
    logout: leave,
  });
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The former object while all its members are the same, so that nobody below is drawn anew. */
function useSame<Members extends object>(members: Members): Members {
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the members, always as many
  return useMemo(() => members, Object.values(members));
}

/** This page, but not with the answer of a login in its address. */
function hereFor(config: Config): string {
  return isCallback(config) ? "/" : window.location.pathname + window.location.search;
}

/** Several APIs may share an audience; what is held there is known once each of them is. */
function noteEach(resources: MyPermissions["resources"], held: GrantedByAudience): void {
  for (const { audience } of resources) {
    const there = resources.filter((resource) => resource.audience === audience);
    const isKnown = there.every(({ granted }) => granted !== null);
    if (isKnown) held.set(audience, grantedPermissions({ resources: there }));
  }
}

interface Known {
  isLoading: boolean;
  isLeaving: boolean;
  user: object | undefined;
  error: Error | undefined;
  isExpired: boolean;
  lastUser: Claims | null;
}

function statusFrom(known: Known): SessionStatus {
  const { isLoading, isLeaving, user, error, isExpired, lastUser } = known;
  if (isLeaving) return "leaving";
  if (isLoading) return "starting";
  if (user) return isExpired ? "expired" : "signedIn";
  if (lastUser) return "expired";
  return error ? "failed" : "signedOut";
}
