/** What several APIs mean for a token, under the strategy in force. */
import { t } from "@lingui/core/macro";
import type { StrategyName } from "@/session/strategies";

interface Words {
  /** How the tokens of several APIs come about here. */
  several: string;
  /** The same in a few words, as the reader's own case. */
  yours: string;
  /** What a refusal by the menu or by an API rests on. */
  checkedBy: string;
}

export const STRATEGY_DESCRIPTIONS: Record<StrategyName, Words> = {
  single_audience: {
    several: t`Here all APIs share one audience and count as one logical API, so that one token opens them all.`,
    yours: t`one token for all APIs`,
    checkedBy: t`the API checks the permission again with each request`,
  },
  per_api_tokens: {
    several: t`Here each API has an audience of its own. This page fetches a token for one when it first needs it, silently in a hidden frame, as your session at the provider goes on.`,
    yours: t`a token for each API, by hidden frames`,
    checkedBy: t`each API checks the permission again, in the token that is meant for it`,
  },
  multi_resource_refresh_token: {
    several: t`Here each API has an audience of its own. One refresh token, in the memory of this page, fetches a token for each when it is first needed.`,
    yours: t`a token for each API, by one refresh token`,
    checkedBy: t`each API checks the permission again, in the token that is meant for it`,
  },
  gateway_client_credentials: {
    several: t`Here your token is for a gateway. It checks your permission, then calls the API with a token of its own, so that the API knows the gateway and not you.`,
    yours: t`one token for the gateway, which has its own for each API`,
    checkedBy: t`the gateway checks the permission again before it calls an API`,
  },
  token_exchange: {
    several: t`Here your token is for a gateway. It exchanges yours for one of the API’s audience, which says who you are and that the gateway acts for you.`,
    yours: t`one token for the gateway, which exchanges it for each API`,
    checkedBy: t`the API checks your permission again, in the token the gateway got for you`,
  },
  backend_for_frontend: {
    several: t`Here the site’s own server holds a token of yours for each API, and puts it into each request. This page has none: its cookie says which session is yours.`,
    yours: t`none here; at the server one for each API`,
    checkedBy: t`the API checks your permission again, in the token the server put into the request`,
  },
};
