/** What this page knows of the person's tokens, wherever they lie. */
import type { Claims } from "./jwt";

/** One that is held, as far as it may be shown. Times in milliseconds by this computer's clock. */
export interface TokenFacts {
  /** Null when the token is opaque. */
  claims: Claims | null;
  fetchedAt: number;
  expiresAt: number;
  /** The token itself; null where the site's server keeps it. */
  token: string | null;
}

export interface Tokens {
  /** What is held, by audience: the same map until something changes. A token may have expired. */
  held: () => ReadonlyMap<string, TokenFacts>;
  /** Has a token fetched that is asked for from now on. The one that is held goes on until it has come. */
  renew: (audience: string) => Promise<unknown>;
  /** Forgets a token that says less than is held by now, and one that is under way. */
  outdate: (audience: string) => void;
  /** Learns what has been fetched meanwhile where this page does not see it. */
  lookAgain: () => Promise<unknown>;
  /** A token for the audience that is good for a while yet. Rejects where the site's server keeps them. */
  tokenFor: (audience: string) => Promise<string>;
  /** Calls back when what is held changes; answers how to stop. */
  subscribe: (onChange: () => void) => () => void;
}
