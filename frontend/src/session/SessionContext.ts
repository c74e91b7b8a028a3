/** What every page may ask about the person who is logged in. */
import { createContext, use } from "react";
import type { AuthorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import type { Claims } from "./jwt";
import type { StepUp } from "./stepUp";
import type { SessionEnding, TokenHolder } from "./tokenHolder";

export type SessionStatus =
  | "starting"
  /** On the way to the provider, to log out there. */
  | "leaving"
  | "signedOut"
  | "signedIn"
  /** Somebody was logged in on this page, and has to log in again to go on. */
  | "expired"
  /** The provider sent the person back without a login. */
  | "failed";

type OfTheHolder =
  | "readIdToken"
  | "tokens"
  | "hasRefreshToken"
  | "endsAt"
  | "tokenError"
  | "noteGranted";

export interface Session extends Pick<TokenHolder, OfTheHolder> {
  status: SessionStatus;
  ended: SessionEnding | null;
  config: Config;
  /** What the ID token says about the person; null while nobody is logged in. */
  idClaims: Claims | null;
  /** Why a login failed, in the provider's words. */
  failure: string | null;
  /** Where the login that failed was begun. */
  failedAt: string;
  authorizedFetch: AuthorizedFetch;
  /** Requests that wait for a fresh login. */
  stepUp: StepUp;
  /** Leaves for the provider and comes back to the address given, else to this page. Asks for
   * the audience that waits for the person's agreement, where one does, and for a login that is no
   * older than so many seconds. */
  login: (returnTo?: string, maxAge?: number) => void;
  logout: () => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession needs a SessionContext above it.");
  return session;
}
