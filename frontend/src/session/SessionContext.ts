/** What every page may ask about the person who is logged in. */
import { createContext, use } from "react";
import type { AuthorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import type { Claims } from "./jwt";
import type { TokenError } from "./tokenError";
import type { TokenStore } from "./tokenStore";
import type { MyPermissions } from "./types";

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

/** Why nobody is logged in, where that takes words: they logged out in another tab; they logged out
 * of this page alone, for the provider has no address for it; or the provider does not confirm a
 * login that there was. */
export type SessionEnding = "elsewhere" | "hereOnly" | "unconfirmed";

export interface Session {
  status: SessionStatus;
  ended: SessionEnding | null;
  config: Config;
  /** What the ID token says about the person; null while nobody is logged in. */
  idClaims: Claims | null;
  /** All claims of the ID token, those of the protocol too. */
  readIdToken: () => Promise<Claims | null>;
  /** Whether tokens come by a refresh token; else by a hidden frame at the provider. */
  hasRefreshToken: boolean;
  /** Why a login failed, in the provider's words. */
  failure: string | null;
  /** Where the login that failed was begun. */
  failedAt: string;
  tokens: TokenStore;
  authorizedFetch: AuthorizedFetch;
  /** Takes in what the person holds at each API. */
  noteGranted: (mine: Pick<MyPermissions, "resources">) => void;
  /** Why the last token did not come, until one does. */
  tokenError: TokenError | null;
  /** Leaves for the provider and comes back to the address given, else to this page. Asks for
   * the audience that waits for the person's agreement, where one does. */
  login: (returnTo?: string) => void;
  logout: () => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession needs a SessionContext above it.");
  return session;
}
