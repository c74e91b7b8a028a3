/** What each strategy costs and what it loses, as stated before anything is measured. */
import { t } from "@lingui/core/macro";
import type { StrategyName } from "@/session/strategies";

export interface Cost {
  /** From the browser, after the login, up to the first data of one API. */
  requests: string;
  tokensHeld: string;
  identity: string;
  withoutThirdPartyCookies: string;
  extraHop: string;
  lost: string;
}

export const COST_TITLES: Record<keyof Cost, string> = {
  requests: t`Requests until first data`,
  tokensHeld: t`Tokens in the browser`,
  identity: t`Does the API know who you are?`,
  withoutThirdPartyCookies: t`Without third-party cookies`,
  extraHop: t`Extra hop for each call`,
  lost: t`What is lost`,
};

const FRAME_FOR_RENEWAL = t`Login works. Renewal in a hidden frame only if provider and page share a site; else you log in again when the token ends.`;

export const COSTS: Record<StrategyName, Cost> = {
  single_audience: {
    requests: t`1: the call itself`,
    tokensHeld: t`ID token, 1 access token`,
    identity: t`Yes`,
    withoutThirdPartyCookies: FRAME_FOR_RENEWAL,
    extraHop: t`None`,
    lost: t`Separation: a token that leaks at one API opens all, and it grows with every API.`,
  },
  per_api_tokens: {
    requests: t`3: hidden frame, code for token, call`,
    tokensHeld: t`ID token, 1 access token, and 1 more for each API`,
    identity: t`Yes`,
    withoutThirdPartyCookies: t`Only if provider and page share a site. Else no API’s token comes silently.`,
    extraHop: t`None`,
    lost: t`Time, at each API’s first use: hidden frames wait for each other.`,
  },
  multi_resource_refresh_token: {
    requests: t`2: refresh token for token, call`,
    tokensHeld: t`ID token, refresh token, 1 access token, and 1 more for each API`,
    identity: t`Yes`,
    withoutThirdPartyCookies: t`Yes: no frame and no cookie is needed.`,
    extraHop: t`None`,
    lost: t`Short lives: a token that lasts long lies in the tab, and fetches one for every API for whoever steals it.`,
  },
  gateway_client_credentials: {
    requests: t`1; the gateway makes 1 more, and another when it holds no token`,
    tokensHeld: t`ID token, 1 access token`,
    identity: t`No, only the gateway`,
    withoutThirdPartyCookies: FRAME_FOR_RENEWAL,
    extraHop: t`Yes`,
    lost: t`The person: only the gateway’s log knows who asked, and only the gateway checks what you may.`,
  },
  token_exchange: {
    requests: t`1; the gateway makes 1 more, and another when it holds no token for you`,
    tokensHeld: t`ID token, 1 access token`,
    identity: t`Yes, and that the gateway asked for you`,
    withoutThirdPartyCookies: FRAME_FOR_RENEWAL,
    extraHop: t`Yes`,
    lost: t`Simplicity: the provider must offer token exchange, and the gateway keeps a token for each person.`,
  },
  backend_for_frontend: {
    requests: t`1; the server makes 1 more when it holds no token of yours for that API`,
    tokensHeld: t`None`,
    identity: t`Yes`,
    withoutThirdPartyCookies: t`Yes: no frame is needed, and the cookie is this site’s own.`,
    extraHop: t`None where the API runs in the same process, else one`,
    lost: t`Calls straight to an API: all go through the server, which keeps a row for each browser and must guard its cookie against forgery.`,
  },
};
