/** Where the person's tokens lie, and what the session needs of whoever keeps them: this page
 * (`browser`) or the site's server (`server`). `loadTokenHolder` chooses. */
import { type ComponentType, createContext, type ReactNode, use } from "react";
import type { AuthorizedFetch } from "./authorizedFetch";
import type { Config } from "./config";
import type { Claims } from "./jwt";
import type { TokenError } from "./tokenError";
import type { Tokens } from "./tokens";

/** Why nobody is logged in, where that takes words: they logged out in another tab; they logged out
 * of this page alone, for the provider has no address for it; the site could not be told of it; or a
 * login that there was is not confirmed any more. */
export type SessionEnding = "elsewhere" | "hereOnly" | "stillOpen" | "unconfirmed";

export interface TokenHolder {
  /** While a login that comes back, or a silent one, is under way. */
  isLoading: boolean;
  /** What the ID token says of the person; undefined while nobody is logged in. */
  user: Claims | undefined;
  /** All claims of the ID token, those of the protocol too. */
  readIdToken: () => Promise<Claims | null>;
  /** Why a login failed, in words, and where it was begun. */
  failure: { sentence: string; returnTo: string } | null;
  tokens: Tokens;
  /** Whether a refresh token lies in the memory of this page. */
  hasRefreshToken: boolean;
  /** When the session at the site's server ends, unless it is used; null where there is none. In
   * milliseconds since 1970. */
  endsAt: number | null;
  /** Why the last token did not come, or the session did not go on, until it does. */
  tokenError: TokenError | null;
  /** Sends a request as the person. */
  send: AuthorizedFetch;
  /** Takes in what the person holds at the APIs of an audience. */
  noteGranted: (audience: string, permissions: readonly string[]) => void;
  /** Leaves for the provider and comes back to the address given. A login that is older than
   * `maxAge` seconds is no longer enough there. */
  login: (returnTo: string, maxAge?: number) => void;
  /** Ends the session and leaves for the provider to end that one (null), or answers what to tell. */
  logout: () => Promise<SessionEnding | null>;
  /** Ends the session on this page alone. */
  forget: () => void;
}

export interface TokenHolderProps {
  config: Config;
  /** Called when whatever was fetched for one person must not be seen by the next. */
  forgetEverything: () => void;
  /** Goes to the page where the login began. */
  onReturn: (address: string) => void;
  children: ReactNode;
}

/** Provides a TokenHolder to what is below. */
export type TokenHolderComponent = ComponentType<TokenHolderProps>;

export const TokenHolderContext = createContext<TokenHolder | null>(null);

export function useTokenHolder(): TokenHolder {
  const holder = use(TokenHolderContext);
  if (!holder) throw new Error("useTokenHolder needs a TokenHolderContext above it.");
  return holder;
}
