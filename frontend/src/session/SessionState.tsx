/** The session: what whoever keeps the tokens says, and what has happened on this page. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { createAuthorizedFetch } from "./authorizedFetch";
import { isCallback } from "./config";
import { type Claims, textClaim } from "./jwt";
import { markLogin, wasLoggedIn } from "./loginMark";
import { broadcastLogout, subscribeToLogout } from "./logoutChannel";
import { type Session, SessionContext, type SessionStatus } from "./SessionContext";
import { createStepUp } from "./stepUp";
import { type SessionEnding, type TokenHolderProps, useTokenHolder } from "./tokenHolder";
import { useSame } from "./useSame";

type Props = Pick<TokenHolderProps, "config" | "forgetEverything" | "children">;

export function SessionState({ config, forgetEverything, children }: Props) {
  const holder = useTokenHolder();
  const { user, failure, tokens, tokenError, send } = holder;
  const [isLeaving, setLeaving] = useState(false);
  const [ended, setEnded] = useState<SessionEnding | null>(() =>
    wasLoggedIn() ? "unconfirmed" : null,
  );
  const isOver = ended !== null && ended !== "unconfirmed";
  const [lastUser, setLastUser] = useState<Claims | null>(null);
  // When a silent renewal fails the SDK forgets the person at once. The page keeps showing who
  // was here, so that a half-filled form stays until they have read what happened.
  if (user && user !== lastUser) setLastUser(user);

  const [stepUp] = useState(createStepUp);
  const authorizedFetch = useMemo(() => createAuthorizedFetch(stepUp.asking(send)), [stepUp, send]);
  const login = useCallback(
    (returnTo?: string, maxAge?: number) =>
      holder.login(
        returnTo ??
          // This page, but not with the answer of a login in its address.
          (isCallback(config) ? "/" : window.location.pathname + window.location.search),
        maxAge,
      ),
    [holder, config],
  );
  const subject = textClaim(user ?? lastUser, "sub");
  useEffect(() => {
    if (user) markLogin(true);
  }, [user]);
  const logout = useCallback(() => {
    setLeaving(true);
    markLogin(false);
    const leaving = holder.logout();
    forgetEverything();
    if (subject) broadcastLogout(subject);
    void leaving.then((ending) => ending && setEnded(ending));
  }, [holder, forgetEverything, subject]);
  const endHere = useCallback(() => {
    setEnded("elsewhere");
    forgetEverything();
    // The tab where they logged out has gone to the provider already.
    holder.forget();
  }, [holder, forgetEverything]);
  useEffect(() => {
    if (!subject || isOver) return undefined;
    const ask = () => void tokens.renew(config.audience).catch(() => undefined);
    return subscribeToLogout({ subject, onLogout: endHere, ask });
  }, [subject, isOver, endHere, tokens, config]);

  const isExpired = tokenError !== null && tokenError.kind !== "timeout";
  const status = isOver ? "signedOut" : statusFrom({ ...holder, isLeaving, isExpired, lastUser });
  const idClaims: Claims | null = isOver ? null : (user ?? lastUser);
  const { readIdToken, hasRefreshToken, endsAt, noteGranted } = holder;
  const hasBegun = status !== "starting";
  // Once, when it is known how a login ended, if one did: what waited for another is not for later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => {
    if (hasBegun)
      void stepUp.repeat(createAuthorizedFetch(send), status === "signedIn", readIdToken);
  }, [hasBegun]);
  const session = useSame<Session>({
    status,
    ended,
    config,
    idClaims,
    readIdToken,
    hasRefreshToken,
    endsAt,
    failure: failure?.sentence ?? null,
    failedAt: failure?.returnTo ?? "/",
    tokens,
    authorizedFetch,
    stepUp,
    noteGranted,
    tokenError,
    login,
    logout,
  });
  return <SessionContext value={session}>{children}</SessionContext>;
}

interface Known {
  isLoading: boolean;
  isLeaving: boolean;
  user: object | undefined;
  failure: object | null;
  isExpired: boolean;
  lastUser: Claims | null;
}

function statusFrom(known: Known): SessionStatus {
  const { isLoading, isLeaving, user, failure, isExpired, lastUser } = known;
  if (isLeaving) return "leaving";
  if (isLoading) return "starting";
  if (user) return isExpired ? "expired" : "signedIn";
  if (lastUser) return "expired";
  return failure ? "failed" : "signedOut";
}
