/** What happens from the login to the first data of two APIs, step by step, for each strategy.
 *
 * The steps are data: the drawing, the list a screen reader hears and the tests all read them.
 * Who accepts what is fixed by the server: permissions_api/audiences.py. */
import { t } from "@lingui/core/macro";
import type { Config } from "@/session/config";
import type { StrategyName } from "@/session/strategies";
import { type Api, twoApis } from "./apis";

export type Actor = "browser" | "provider" | "gateway" | "bff" | "first" | "second";

export interface CarriedToken {
  kind: "ID token" | "access token" | "refresh token" | "opaque token";
  /** The API it is for; null where a token names none. */
  audience: string | null;
  /** Whom its `sub` names. */
  subject: "you" | "the gateway";
  /** Who sends it on your behalf, as its claim `act` says. */
  act?: "the gateway";
}

/** As they are called on the page. */
export const KINDS: Record<CarriedToken["kind"], string> = {
  "ID token": t`ID token`,
  "access token": t`access token`,
  "refresh token": t`refresh token`,
  "opaque token": t`opaque token`,
};

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
    browser: t`Browser`,
    provider: t`Provider`,
    gateway: t`Gateway`,
    bff: "BFF",
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
  single_audience: t`all APIs`,
  per_api_tokens: t`menu`,
  multi_resource_refresh_token: t`menu`,
  gateway_client_credentials: t`gateway`,
  token_exchange: t`gateway`,
  backend_for_frontend: t`menu`,
};

type Steps = (login: string, apis: [Api, Api]) => Step[];

/** What is said of the two APIs in turn, where it differs. */
const OWN = [t`A token of this API’s own.`, t`Another token: one API never sees another’s.`];
const SHARED = [
  t`The token’s audience is the one that all APIs share.`,
  t`The same token opens this API too.`,
];

const STEPS: Record<StrategyName, Steps> = {
  single_audience: (login, apis) => [
    ...loggingIn(login),
    ...inTurn(apis, (to, api, at) => [callTo(to, api, yours(login), SHARED[at])]),
  ],
  per_api_tokens: (login, apis) => [
    ...loggingIn(login),
    ...inTurn(apis, (to, api, at) => [
      ...hiddenFrame(api),
      callTo(to, api, yours(api.audience), OWN[at]),
    ]),
  ],
  multi_resource_refresh_token: (login, apis) => [
    ...loggingIn(login, [refreshToken(login)]),
    ...inTurn(apis, (to, api, at) => [
      ...refreshFor(api, login),
      callTo(to, api, yours(api.audience), OWN[at]),
    ]),
  ],
  gateway_client_credentials: (login, apis) => [
    ...loggingIn(login),
    ...inTurn(apis, (to, api) => [
      callToGateway(api, login),
      ...machineTokenFor(api),
      callBehind(to, api, { ...yours(api.audience), subject: "the gateway" }),
    ]),
  ],
  token_exchange: (login, apis) => [
    ...loggingIn(login),
    ...inTurn(apis, (to, api) => [
      callToGateway(api, login),
      ...exchangeFor(api, login),
      callBehind(to, api, { ...yours(api.audience), act: "the gateway" }),
    ]),
  ],
  backend_for_frontend: (login, apis) => [
    ...loggingInAtServer(login),
    ...inTurn(apis, (to, api) => [
      callToServer(api),
      ...refreshAtServer(api, login),
      {
        ...callTo(to, api, yours(api.audience), t`Your own token, so the API knows you.`),
        from: "bff",
      },
    ]),
  ],
};

function inTurn(
  [first, second]: [Api, Api],
  steps: (to: Actor, api: Api, at: number) => Step[],
): Step[] {
  return [...steps("first", first, 0), ...steps("second", second, 1)];
}

function yours(audience: string): CarriedToken {
  return { kind: "access token", audience, subject: "you" };
}

function refreshToken(login: string): CarriedToken {
  return { kind: "refresh token", audience: login, subject: "you" };
}

type Half = Pick<Step, "sends" | "words" | "checks"> & { carries?: readonly CarriedToken[] };

/** What somebody asks the provider, and what it answers. */
function askProvider(from: Actor, question: Half, answer: Half): Step[] {
  return [
    { from, to: "provider", carries: [], ...question },
    { from: "provider", to: from, carries: [], ...answer },
  ];
}

function loggingIn(audience: string, more: readonly CarriedToken[] = []): Step[] {
  return askProvider(
    "browser",
    {
      sends: "GET /authorize",
      words: t`You log in. The page names its client id and audience=${audience}.`,
      checks: t`Who you are, and that this client may come back to this address.`,
    },
    {
      sends: t`code, then tokens`,
      words: t`A one-time code comes back; only this page can redeem it (PKCE). It does.`,
      carries: [{ kind: "ID token", audience: null, subject: "you" }, yours(audience), ...more],
    },
  );
}

/** The browser only carries the code from one to the other; the client is the server. */
function loggingInAtServer(audience: string): Step[] {
  const tokens: CarriedToken[] = [
    { kind: "ID token", audience: null, subject: "you" },
    yours(audience),
    refreshToken(audience),
  ];
  return [
    {
      from: "browser",
      to: "bff",
      sends: "GET /bff/login",
      words: t`You log in. The server sends the browser on to the provider, and seals what it will compare later into a cookie.`,
      carries: [],
    },
    ...askProvider(
      "browser",
      {
        sends: "GET /authorize",
        words: t`In the server’s words: its client id, audience=${audience}, and the hash of a secret that it keeps (PKCE).`,
        checks: t`Who you are, and that this client may come back to this address. It answers a page that is gone to, and no frame or script.`,
      },
      {
        sends: "code",
        words: t`A one-time code, in the address the browser comes back to. A script that read it could not redeem it: that takes the server’s secrets.`,
      },
    ),
    {
      from: "browser",
      to: "bff",
      sends: "GET /bff/callback",
      words: t`The browser hands over the code, and the cookie of step 1.`,
      carries: [],
      checks: t`That this browser began this login, and that the code is this issuer’s.`,
    },
    ...askProvider(
      "bff",
      {
        sends: "POST /oauth/token",
        words: t`The server redeems the code.`,
        checks: t`The client’s secret, and the PKCE secret whose hash came before.`,
      },
      {
        sends: "tokens",
        words: t`They stay at the server, encrypted in its database.`,
        carries: tokens,
      },
    ),
    {
      from: "bff",
      to: "browser",
      sends: t`session cookie`,
      words: t`HttpOnly, SameSite=Strict: no script reads it and no other site sends it. GET /bff/session tells the page who you are: claims, never a token.`,
      carries: [],
    },
  ];
}

function callToServer({ name, title }: Api): Step {
  return {
    from: "browser",
    to: "bff",
    sends: `GET /bff/api/${name}/`,
    words: t`To the ${title}, through the server. The cookie goes along; the header X-Usher says which session the page means.`,
    carries: [],
    checks: t`The cookie, that X-Usher fits it, and that a page of this very site asks.`,
  };
}

function hiddenFrame({ audience, title }: Api): Step[] {
  return askProvider(
    "browser",
    {
      sends: "GET /authorize, prompt=none",
      words: t`When the ${title} is first needed: a hidden frame asks with audience=${audience}.`,
      checks: t`Your session cookie, in the frame. No session: the page asks you to log in again.`,
    },
    {
      sends: t`code, then token`,
      words: t`Again a code, posted from the frame to the page, and redeemed at once.`,
      carries: [yours(audience)],
    },
  );
}

function refreshFor({ audience, title }: Api, login: string): Step[] {
  return askProvider(
    "browser",
    {
      sends: "POST /oauth/token",
      words: t`When the ${title} is first needed: the refresh token, with audience=${audience}.`,
      carries: [refreshToken(login)],
      checks: t`That it was never used before, and that this client may ask for this API.`,
    },
    {
      sends: "tokens",
      words: t`No frame, no cookie. The refresh token is replaced with every use.`,
      carries: [yours(audience), refreshToken(login)],
    },
  );
}

function refreshAtServer({ audience, title }: Api, login: string): Step[] {
  return askProvider(
    "bff",
    {
      sends: "POST /oauth/token",
      words: t`When the ${title} is first needed: the refresh token, with audience=${audience}.`,
      carries: [refreshToken(login)],
      checks: t`The client’s secret, and that this client may ask for this API.`,
    },
    {
      sends: "token",
      words: t`For this API alone. The server keeps it until it ends.`,
      carries: [yours(audience)],
    },
  );
}

function machineTokenFor({ audience }: Api): Step[] {
  return askProvider(
    "gateway",
    {
      sends: "POST /oauth/token",
      words: t`Client credentials: the gateway asks for itself, once for all people, then keeps it.`,
      checks: t`The gateway’s id and secret, and that it may use this API.`,
    },
    {
      sends: "token",
      words: t`A machine’s token. Nothing in it says that it was you who asked.`,
      carries: [{ kind: "access token", audience, subject: "the gateway" }],
    },
  );
}

function exchangeFor({ audience }: Api, login: string): Step[] {
  return askProvider(
    "gateway",
    {
      sends: "POST /oauth/token",
      words: t`Token exchange (RFC 8693): your token in, with the gateway’s own id and secret.`,
      carries: [yours(login)],
      checks: t`That your token is in force, and that this gateway may exchange it.`,
    },
    {
      sends: "token",
      words: t`A token for this API alone, with your permissions there. It ends no later than yours.`,
      carries: [{ ...yours(audience), act: "the gateway" }],
    },
  );
}

/** A call of an API's list, which checks the token and then the permission of whom it names. */
function callTo(to: Actor, { name }: Api, token: CarriedToken, words = ""): Step {
  return {
    from: "browser",
    to,
    sends: `GET /api/${name}/`,
    words,
    carries: [token],
    checks: t`Signature, issuer, time, and aud = ${token.audience ?? ""}. Then the permission.`,
    permission: { name: `list:${name}`, of: token.subject },
  };
}

function callToGateway(api: Api, login: string): Step {
  return {
    ...callTo("gateway", api, yours(login), t`Your token is for the gateway alone.`),
    sends: `GET /gateway/${api.name}/`,
    checks: t`Signature, issuer, time, and aud = ${login}. Then your permission.`,
  };
}

function callBehind(to: Actor, api: Api, token: CarriedToken): Step {
  const words =
    token.subject === "the gateway"
      ? t`Your token stays behind: the API sees the gateway and nobody else. The answer goes back the same way.`
      : t`The API sees you as sub, and the gateway as act. The answer goes back the same way.`;
  return { ...callTo(to, api, token, words), from: "gateway" };
}
