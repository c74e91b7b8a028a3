/** What an injected script can take under each strategy, as RFC 10017 section 5.1 sorts it. */
import { t } from "@lingui/core/macro";
import type { StrategyName } from "@/session/strategies";

export interface Stolen {
  /** Tokens this page holds (5.1.1, 5.1.2). */
  held: string;
  /** Tokens by a silent login of the script's own (5.1.3). */
  fresh: string;
  /** How long they serve the thief, who may be anywhere. */
  lasts: string;
}

const SILENT = t`Yes, where a frame sees the provider’s cookie`;
const LIFETIME = t`Until the token ends; new ones for as long as the page is open`;

export const STOLEN: Record<StrategyName, Stolen> = {
  single_audience: { held: t`One, which opens all APIs`, fresh: SILENT, lasts: LIFETIME },
  per_api_tokens: { held: t`One for each API in use`, fresh: SILENT, lasts: LIFETIME },
  multi_resource_refresh_token: {
    held: t`One for each API in use; the refresh token lies in a worker, out of its reach`,
    fresh: t`${SILENT}, with a refresh token of its own`,
    lasts: t`As long as the refresh token: weeks, without the page`,
  },
  gateway_client_credentials: {
    held: t`One, which opens all APIs through the gateway`,
    fresh: SILENT,
    lasts: LIFETIME,
  },
  token_exchange: {
    held: t`One, which opens all APIs through the gateway`,
    fresh: SILENT,
    lasts: LIFETIME,
  },
  backend_for_frontend: {
    held: t`None: there is none here`,
    fresh: t`None: the client has a secret, which is at the server`,
    lasts: t`No token to use. It can act while the page is open`,
  },
};
