/** What the SDK, the token memory and the API client say together: the session. */
import { useAuth0 } from "@auth0/auth0-react";
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { createAuthorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import { type Claims, textClaim } from "./jwt";
import { broadcastLogout, subscribeToLogout } from "./logoutChannel";
import { grantedPermissions } from "./mergePermissions";
import { type Session, SessionContext, type SessionStatus } from "./SessionContext";
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
  const { isLoading, user, error, loginWithRedirect, logout, getIdTokenClaims } = useAuth0();
  const { tokenError, setTokenError } = useTokenRenewal({ config, held, loggedInAt, provideRenew });
  const [isLeaving, setLeaving] = useState(false);
  const [leftElsewhere, setLeftElsewhere] = useState(false);
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
    (returnTo = window.location.pathname + window.location.search) => {
      const audience = tokenError?.kind === "consent" ? tokenError.audience : config.audience;
      const authorizationParams = { audience, scope: allScopes(audience, config) };
      void loginWithRedirect({ appState: { returnTo }, authorizationParams });
    },
    [loginWithRedirect, tokenError, config],
  );
  const subject = textClaim(user ?? lastUser, "sub");
  const leave = useCallback(() => {
    setLeaving(true);
    tokens.clear();
    forgetEverything();
    if (subject) broadcastLogout(subject);
    void logout({ logoutParams: { returnTo: `${window.location.origin}/` } });
  }, [tokens, forgetEverything, logout, subject]);
  const endHere = useCallback(() => {
    setLeftElsewhere(true);
    tokens.clear();
    forgetEverything();
    // The tab where they logged out has gone to the provider already.
    void logout({ openUrl: false });
  }, [tokens, forgetEverything, logout]);
  useEffect(() => {
    if (!subject || leftElsewhere) return undefined;
    const ask = () => void tokens.renew(config.audience).catch(() => undefined);
    return subscribeToLogout({ subject, onLogout: endHere, ask });
  }, [subject, leftElsewhere, endHere, tokens, config]);
  const readIdToken = useCallback(async () => {
    const { __raw, ...claims } = (await getIdTokenClaims()) ?? { __raw: "" };
    return __raw ? claims : null;
  }, [getIdTokenClaims]);

  const isBusy = isLoading || isLeaving;
  const isExpired = tokenError !== null && tokenError.kind !== "timeout";
  const status = leftElsewhere
    ? "signedOut"
    : statusFrom({ isBusy, user, error, isExpired, lastUser });
  const failure = error ? sentenceOf(error) : null;
  const failedAt = returnAddressIn(error);
  const idClaims: Claims | null = leftElsewhere ? null : (user ?? lastUser);
  const session = useSame<Session>({
    status,
    leftElsewhere,
    config,
    idClaims,
    readIdToken,
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

/** The SDK hands back with the refusal what was given to it with the question. */
function returnAddressIn(error: Error | undefined): string {
  const { appState } = (error ?? {}) as { appState?: { returnTo?: string } | null };
  return appState?.returnTo ?? "/";
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
