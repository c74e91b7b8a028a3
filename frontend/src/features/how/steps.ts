/** What happens from the login to the first data of two APIs, step by step, for each strategy.
 *
 * The steps are data: the drawing, the list a screen reader hears and the tests all read them.
 * Who accepts what is fixed by the server: permissions_api/audiences.py. */
import type { Config } from "@/session/config";
import type { StrategyName } from "@/session/strategies";
import { type Api, twoApis } from "./apis";

export type Actor = "browser" | "provider" | "gateway" | "first" | "second";

export interface CarriedToken {
  kind: "ID token" | "access token" | "refresh token" | "opaque token";
  /** The API it is for; null where a token names none. */
  audience: string | null;
  /** Whom its `sub` names. */
  subject: "you" | "the gateway";
  /** Who sends it on your behalf, as its claim `act` says. */
  act?: "the gateway";
}

export interface Step {
  from: Actor;
  to: Actor;
  /** What is sent, in a few words of code or plain words. */
  sends: string;
  words: string;
  carries: readonly CarriedToken[];
  /** What the receiver checks before it answers. */
  checks?: string;
  /** The permission it checks, and whose. */
  permission?: { name: string; of: "you" | "the gateway" };
}

export interface Sequence {
  /** What a token of each audience opens, in a word or two. */
  opens: Record<string, string>;
  actors: readonly { actor: Actor; title: string }[];
  steps: readonly Step[];
}

export function sequenceOf(strategy: StrategyName, config: Config): Sequence {
  const apis = twoApis(config);
  const steps = STEPS[strategy](config.audience, apis);
  const titles: Record<Actor, string> = {
    browser: "Browser",
    provider: "Provider",
    gateway: "Gateway",
    first: apis[0].title,
    second: apis[1].title,
  };
  const present = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const actors = (Object.keys(titles) as Actor[]).filter((actor) => present.has(actor));
  return {
    opens: {
      ...Object.fromEntries(apis.map(({ name, audience }) => [audience, name])),
      [config.audience]: OPENED_BY_LOGIN[strategy],
    },
    actors: actors.map((actor) => ({ actor, title: titles[actor] })),
    steps,
  };
}

/** What the token that comes with the login is good for. */
const OPENED_BY_LOGIN: Record<StrategyName, string> = {
  single_audience: "all APIs",
  per_api_tokens: "menu",
  multi_resource_refresh_token: "menu",
  gateway_client_credentials: "gateway",
  token_exchange: "gateway",
};

type Steps = (login: string, apis: [Api, Api]) => Step[];

const STEPS: Record<StrategyName, Steps> = {
  single_audience: (login, [first, second]) => [
    ...loggingIn(login),
    callTo("first", first, yours(login), "The token’s audience is the one that all APIs share."),
    callTo("second", second, yours(login), "The same token opens this API too."),
  ],
  per_api_tokens: (login, [first, second]) => [
    ...loggingIn(login),
    ...hiddenFrame(first),
    callTo("first", first, yours(first.audience), "A token of this API’s own."),
    ...hiddenFrame(second),
    callTo(
      "second",
      second,
      yours(second.audience),
      "Another token: one API never sees another’s.",
    ),
  ],
  multi_resource_refresh_token: (login, [first, second]) => [
    ...loggingIn(login, [{ kind: "refresh token", audience: login, subject: "you" }]),
    ...refreshFor(first, login),
    callTo("first", first, yours(first.audience), "A token of this API’s own."),
    ...refreshFor(second, login),
    callTo(
      "second",
      second,
      yours(second.audience),
      "Another token: one API never sees another’s.",
    ),
  ],
  gateway_client_credentials: (login, [first, second]) => [
    ...loggingIn(login),
    callToGateway(first, login),
    ...machineTokenFor(first),
    callBehind("first", first, { ...yours(first.audience), subject: "the gateway" }),
    callToGateway(second, login),
    ...machineTokenFor(second),
    callBehind("second", second, { ...yours(second.audience), subject: "the gateway" }),
  ],
  token_exchange: (login, [first, second]) => [
    ...loggingIn(login),
    callToGateway(first, login),
    ...exchangeFor(first, login),
    callBehind("first", first, { ...yours(first.audience), act: "the gateway" }),
    callToGateway(second, login),
    ...exchangeFor(second, login),
    callBehind("second", second, { ...yours(second.audience), act: "the gateway" }),
  ],
};

function yours(audience: string): CarriedToken {
  return { kind: "access token", audience, subject: "you" };
}

function loggingIn(audience: string, more: readonly CarriedToken[] = []): Step[] {
  return [
    {
      from: "browser",
      to: "provider",
      sends: "GET /authorize",
      words: `You log in. The page names its client id and audience=${audience}.`,
      carries: [],
      checks: "Who you are, and that this client may come back to this address.",
    },
    {
      from: "provider",
      to: "browser",
      sends: "code, then tokens",
      words: "A one-time code comes back; only this page can redeem it (PKCE). It does.",
      carries: [{ kind: "ID token", audience: null, subject: "you" }, yours(audience), ...more],
    },
  ];
}

function hiddenFrame({ audience, title }: Api): Step[] {
  return [
    {
      from: "browser",
      to: "provider",
      sends: "GET /authorize, prompt=none",
      words: `When the ${title} is first needed: a hidden frame asks with audience=${audience}.`,
      carries: [],
      checks: "Your session cookie, in the frame. No session: the page asks you to log in again.",
    },
    {
      from: "provider",
      to: "browser",
      sends: "code, then token",
      words: "Again a code, posted from the frame to the page, and redeemed at once.",
      carries: [yours(audience)],
    },
  ];
}

function refreshFor({ audience, title }: Api, login: string): Step[] {
  return [
    {
      from: "browser",
      to: "provider",
      sends: "POST /oauth/token",
      words: `When the ${title} is first needed: the refresh token, with audience=${audience}.`,
      carries: [{ kind: "refresh token", audience: login, subject: "you" }],
      checks: "That it was never used before, and that this client may ask for this API.",
    },
    {
      from: "provider",
      to: "browser",
      sends: "tokens",
      words: "No frame, no cookie. The refresh token is replaced with every use.",
      carries: [yours(audience), { kind: "refresh token", audience: login, subject: "you" }],
    },
  ];
}

function machineTokenFor({ audience }: Api): Step[] {
  return [
    {
      from: "gateway",
      to: "provider",
      sends: "POST /oauth/token",
      words: "Client credentials: the gateway asks for itself, once for all people, then keeps it.",
      carries: [],
      checks: "The gateway’s id and secret, and that it may use this API.",
    },
    {
      from: "provider",
      to: "gateway",
      sends: "token",
      words: "A machine’s token. Nothing in it says that it was you who asked.",
      carries: [{ kind: "access token", audience, subject: "the gateway" }],
    },
  ];
}

function exchangeFor({ audience }: Api, login: string): Step[] {
  return [
    {
      from: "gateway",
      to: "provider",
      sends: "POST /oauth/token",
      words: "Token exchange (RFC 8693): your token in, with the gateway’s own id and secret.",
      carries: [yours(login)],
      checks: "That your token is in force, and that this gateway may exchange it.",
    },
    {
      from: "provider",
      to: "gateway",
      sends: "token",
      words:
        "A token for this API alone, with your permissions there. It ends no later than yours.",
      carries: [{ ...yours(audience), act: "the gateway" }],
    },
  ];
}

function callTo(to: Actor, api: Api, token: CarriedToken, words: string): Step {
  return {
    from: "browser",
    to,
    sends: `GET /api/${api.name}/`,
    words,
    carries: [token],
    checks: `Signature, issuer, time, and aud = ${token.audience}. Then the permission.`,
    permission: { name: `list:${api.name}`, of: "you" },
  };
}

function callToGateway(api: Api, login: string): Step {
  return {
    from: "browser",
    to: "gateway",
    sends: `GET /gateway/${api.name}/`,
    words: "Your token is for the gateway alone.",
    carries: [yours(login)],
    checks: `Signature, issuer, time, and aud = ${login}. Then your permission.`,
    permission: { name: `list:${api.name}`, of: "you" },
  };
}

function callBehind(to: Actor, api: Api, token: CarriedToken): Step {
  const isMachine = token.subject === "the gateway";
  return {
    from: "gateway",
    to,
    sends: `GET /api/${api.name}/`,
    words: isMachine
      ? "Your token stays behind: the API sees the gateway and nobody else. The answer goes back the same way."
      : "The API sees you as sub, and the gateway as act. The answer goes back the same way.",
    carries: [token],
    checks: `Signature, issuer, time, and aud = ${token.audience}. Then the permission.`,
    permission: { name: `list:${api.name}`, of: isMachine ? "the gateway" : "you" },
  };
}
