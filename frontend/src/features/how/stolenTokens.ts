/** What an injected script can take under each strategy, as RFC 10017 section 5.1 sorts it. */
import type { StrategyName } from "@/session/strategies";

export interface Stolen {
  /** Tokens this page holds (5.1.1, 5.1.2). */
  held: string;
  /** Tokens by a silent login of the script's own (5.1.3). */
  fresh: string;
  /** How long they serve the thief, who may be anywhere. */
  lasts: string;
}

const SILENT = "Yes, where a frame sees the provider’s cookie";
const LIFETIME = "Until the token ends; new ones for as long as the page is open";

export const STOLEN: Record<StrategyName, Stolen> = {
  single_audience: { held: "One, which opens all APIs", fresh: SILENT, lasts: LIFETIME },
  per_api_tokens: { held: "One for each API in use", fresh: SILENT, lasts: LIFETIME },
  multi_resource_refresh_token: {
    held: "One for each API in use; the refresh token lies in a worker, out of its reach",
    fresh: `${SILENT}, with a refresh token of its own`,
    lasts: "As long as the refresh token: weeks, without the page",
  },
  gateway_client_credentials: {
    held: "One, which opens all APIs through the gateway",
    fresh: SILENT,
    lasts: LIFETIME,
  },
  token_exchange: {
    held: "One, which opens all APIs through the gateway",
    fresh: SILENT,
    lasts: LIFETIME,
  },
  backend_for_frontend: {
    held: "None: there is none here",
    fresh: "None: the client has a secret, which is at the server",
    lasts: "No token to use. It can act while the page is open",
  },
};
