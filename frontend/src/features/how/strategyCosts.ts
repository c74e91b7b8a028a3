/** What each strategy costs and what it loses, as stated before anything is measured. */
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
  requests: "Requests until first data",
  tokensHeld: "Tokens in the browser",
  identity: "Does the API know who you are?",
  withoutThirdPartyCookies: "Without third-party cookies",
  extraHop: "Extra hop for each call",
  lost: "What is lost",
};

const FRAME_FOR_RENEWAL =
  "Login works. Renewal in a hidden frame only if provider and page share a site; else you log in again when the token ends.";

export const COSTS: Record<StrategyName, Cost> = {
  single_audience: {
    requests: "1: the call itself",
    tokensHeld: "ID token, 1 access token",
    identity: "Yes",
    withoutThirdPartyCookies: FRAME_FOR_RENEWAL,
    extraHop: "None",
    lost: "Separation: a token that leaks at one API opens all, and it grows with every API.",
  },
  per_api_tokens: {
    requests: "3: hidden frame, code for token, call",
    tokensHeld: "ID token, 1 access token, and 1 more for each API",
    identity: "Yes",
    withoutThirdPartyCookies:
      "Only if provider and page share a site. Else no API’s token comes silently.",
    extraHop: "None",
    lost: "Time, at each API’s first use: hidden frames wait for each other.",
  },
  multi_resource_refresh_token: {
    requests: "2: refresh token for token, call",
    tokensHeld: "ID token, refresh token, 1 access token, and 1 more for each API",
    identity: "Yes",
    withoutThirdPartyCookies: "Yes: no frame and no cookie is needed.",
    extraHop: "None",
    lost: "Short lives: a token that lasts long lies in the tab, and fetches one for every API for whoever steals it.",
  },
  gateway_client_credentials: {
    requests: "1; the gateway makes 1 more, and another when it holds no token",
    tokensHeld: "ID token, 1 access token",
    identity: "No, only the gateway",
    withoutThirdPartyCookies: FRAME_FOR_RENEWAL,
    extraHop: "Yes",
    lost: "The person: only the gateway’s log knows who asked, and only the gateway checks what you may.",
  },
  token_exchange: {
    requests: "1; the gateway makes 1 more, and another when it holds no token for you",
    tokensHeld: "ID token, 1 access token",
    identity: "Yes, and that the gateway asked for you",
    withoutThirdPartyCookies: FRAME_FOR_RENEWAL,
    extraHop: "Yes",
    lost: "Simplicity: the provider must offer token exchange, and the gateway keeps a token for each person.",
  },
  backend_for_frontend: {
    requests: "1; the server makes 1 more when it holds no token of yours for that API",
    tokensHeld: "None",
    identity: "Yes",
    withoutThirdPartyCookies: "Yes: no frame is needed, and the cookie is this site’s own.",
    extraHop: "None where the API runs in the same process, else one",
    lost: "Calls straight to an API: all go through the server, which keeps a row for each browser and must guard its cookie against forgery.",
  },
};
