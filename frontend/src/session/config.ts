/** What the page must know at run time, as the page brings it, or else /config.json. */
import { isCrossSite } from "./crossSite";
import { Unreachable } from "./problem";
import { isStrategy, STRATEGIES, type StrategyName } from "./strategies";

export interface Config {
  /** As its own tokens write it. */
  issuer: string;
  /** The issuer without its trailing slash, as Auth0's SDK wants its domain. */
  domain: string;
  /** What kind of issuer it is; by this the library that logs in is chosen. */
  flavour: string;
  /** What a request names the API by, that the token is for; null where it names none. */
  audienceParameter: "audience" | "resource" | null;
  clientId: string;
  redirectUri: string;
  audience: string;
  audiences: Record<string, string>;
  /** The permissions that may be asked as scopes, by audience. */
  scopes: Record<string, string[]>;
  strategy: StrategyName;
  claimsNamespace: string;
  /** The provider's own pages about the account; null where the provider is not ours. */
  account: AccountLinks | null;
  demo: boolean;
  /** Whether this site knows people and their roles. */
  directory: boolean;
  /** Whether these are a tenant's, which can promise less of a change. */
  tenantDirectory: boolean;
  /** Whether what somebody holds may change while their token lasts. */
  live: boolean;
  /** Whether people may give what they do not hold themselves. */
  grantsUnheld: boolean;
}

export interface AccountLinks {
  password: string;
  mfa: string;
  signOutEverywhere: string;
}

/** The site is set up in a way this page cannot work with; its sentence says how. */
export class WrongConfig extends Error {}

/** Throws Unreachable when no answer came, and WrongConfig when it cannot be used. */
export async function loadConfig(): Promise<Config> {
  const brought = document.getElementById("config");
  if (brought) return parseConfig(JSON.parse(brought.textContent));
  const response = await fetch("/config.json", { headers: { Accept: "application/json" } }).catch(
    (reason: Error) => {
      throw new Unreachable(reason.message);
    },
  );
  if (!response.ok) throw new Unreachable(`/config.json answered ${response.status}.`);
  return parseConfig(await response.json());
}

/** Whether the provider has sent the browser back to this page. */
export function isCallback({ redirectUri }: Pick<Config, "redirectUri">): boolean {
  return window.location.pathname === new URL(redirectUri).pathname;
}

/** Whether the login server is of another site than this page. */
export function isLoginCrossSite({ domain }: Pick<Config, "domain">): boolean {
  return isCrossSite(domain, window.location.origin);
}

/** Asked with every token: only one ID token is kept, and without these the next has no name. */
export const ABOUT_THE_PERSON = "openid profile email";

/** All scopes of an audience, for a login and for a hidden frame: the provider gives what is held. */
export function allScopes(audience: string, config: Config): string {
  return [ABOUT_THE_PERSON, ...(config.scopes[audience] ?? [])].join(" ");
}

/** Throws a sentence that names the entry that is missing or of the wrong kind. */
export function parseConfig(json: unknown): Config {
  const entries = recordOf(json, "/config.json");
  return {
    issuer: text(entries, "issuer"),
    domain: text(entries, "issuer").replace(/\/$/, ""),
    flavour: text(entries, "flavour"),
    audienceParameter: parameterIn(entries.audienceParameter),
    clientId: text(entries, "clientId"),
    redirectUri: text(entries, "redirectUri"),
    audience: text(entries, "audience"),
    audiences: recordOf(entries.audiences, "audiences") as Record<string, string>,
    scopes: recordOf(entries.scopes, "scopes") as Record<string, string[]>,
    strategy: strategyIn(text(entries, "strategy")),
    claimsNamespace: text(entries, "claimsNamespace"),
    account: entries.account ? accountLinks(entries.account) : null,
    demo: entries.demo === true,
    directory: entries.directory === true,
    tenantDirectory: entries.tenantDirectory === true,
    live: entries.live === true,
    grantsUnheld: entries.grantsUnheld === true,
  };
}

/** Unknown means no start: with the wrong audience every request would be refused. */
function strategyIn(name: string): StrategyName {
  if (isStrategy(name)) return name;
  const known = Object.keys(STRATEGIES).join(", ");
  throw new WrongConfig(`The strategy '${name}' is not known to this page. Known are: ${known}.`);
}

function parameterIn(name: unknown): Config["audienceParameter"] {
  return name === "audience" || name === "resource" ? name : null;
}

function accountLinks(json: unknown): AccountLinks {
  const links = recordOf(json, "account");
  return {
    password: text(links, "password"),
    mfa: text(links, "mfa"),
    signOutEverywhere: text(links, "signOutEverywhere"),
  };
}

function text(entries: Record<string, unknown>, name: string): string {
  const value = entries[name];
  if (typeof value === "string" && value) return value;
  throw new WrongConfig(`/config.json does not name '${name}'.`);
}

function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new WrongConfig(`${name} is not an object.`);
}
