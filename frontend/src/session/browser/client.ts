/** What is needed of a library that logs in, of which there are two. */
import { type ComponentType, createContext, type ReactNode, type RefObject, use } from "react";
import type { Config } from "@/session/config";
import type { Claims } from "@/session/jwt";
import type { TokenStore } from "./tokenStore";

export interface Client {
  /** While a login that comes back, or a silent one, is under way. */
  isLoading: boolean;
  /** What the ID token says of the person; undefined while nobody is logged in. */
  user: Claims | undefined;
  /** Why a login failed, with what was given to it when it began. */
  error: (Error & { appState?: { returnTo?: string } | null }) | undefined;
  /** Whether a refresh token lies in the memory of this page. */
  hasRefreshToken: boolean;
  /** Leaves for the provider; rejects with a sentence where that cannot be. */
  login: (audience: string, scope: string, returnTo: string, maxAge?: number) => Promise<void>;
  /** Ends the session at the provider and comes back; false where the provider has no address for that. */
  logout: () => Promise<boolean>;
  /** Ends the session on this page alone. */
  forget: () => void;
  /** A new access token for the audience, without the person. */
  renew: (audience: string, scope: string) => Promise<string>;
  /** All claims of the ID token. */
  readIdToken: () => Promise<Claims | null>;
}

export interface ClientProps {
  config: Config;
  /** Is told of every access token that comes, so that none is fetched twice. */
  tokens: Pick<TokenStore, "remember">;
  /** When a login was completed on this page, in milliseconds since 1970. */
  loggedInAt: RefObject<number | null>;
  /** Goes to the page where the login began. */
  onReturn: (address: string) => void;
  children: ReactNode;
}

export type ClientComponent = ComponentType<ClientProps>;

/** A frame that does not answer must not look like a page that never loads. */
export const SILENT_LOGIN_SECONDS = 10;

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = use(ClientContext);
  if (!client) throw new Error("useClient needs a ClientContext above it.");
  return client;
}
