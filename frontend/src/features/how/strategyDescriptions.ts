/** Each strategy in words: what it is, and when to choose it. */
import { t } from "@lingui/core/macro";
import { STRATEGIES, type StrategyName } from "@/session/strategies";

interface Words {
  title: string;
  what: string;
  when: string;
}

/** In the order in which they are shown. */
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as StrategyName[];

export const STRATEGY_DESCRIPTIONS: Record<StrategyName, Words> = {
  single_audience: {
    title: t`One audience for all`,
    what: t`All APIs count as one: one audience, one token, the permissions of all in it.`,
    when: t`Choose it when the same people run all the APIs and trust each other’s code. It is the simplest, and the right start for demonstrations and public data. Leave it when one API must not be able to use a token it was sent at another.`,
  },
  per_api_tokens: {
    title: t`A token for each API`,
    what: t`Each API has an audience of its own. This page fetches a token for it, silently, when it is first needed.`,
    when: t`Choose it when APIs belong to different teams, or differ in how much they matter, and the provider is on the same site as the app. Each token opens one API only, so a leak stays small.`,
  },
  multi_resource_refresh_token: {
    title: t`One refresh token for all`,
    what: t`Each API has an audience of its own, and one refresh token fetches the tokens for all of them.`,
    when: t`Choose it when each API needs a token of its own and the provider is on another site, where browsers keep cookies out of hidden frames. The price is a token that lives long in the browser, so it must change with every use.`,
  },
  gateway_client_credentials: {
    title: t`Gateway with its own token`,
    what: t`This page knows the gateway alone. The gateway checks your permission and calls the API as itself.`,
    when: t`Choose it when the APIs know no people, only machines, such as an older system you cannot change. Everything then rests on the gateway: an API cannot tell you from anybody else.`,
  },
  token_exchange: {
    title: t`Gateway that exchanges yours`,
    what: t`This page knows the gateway alone. The gateway exchanges your token for one that the API accepts.`,
    when: t`Choose it when you want a gateway and the APIs must still know and check the person. It needs a provider that offers token exchange (RFC 8693), and one more request for each person and API.`,
  },
  backend_for_frontend: {
    title: t`No token in the browser`,
    what: t`The site’s own server logs you in and keeps the tokens. This page has a cookie that no script can read, and the server puts your token into each request: a backend for the frontend (BFF).`,
    when: t`Choose it for business, sensitive and personal data: RFC 10017 strongly recommends it there (section 6.1.4.3), and advises against tokens in the browser (6.3.4.3). The price is a server that keeps sessions, and that every call goes through it.`,
  },
};
