/** What the page must know at run time, read once from /config.json. */

export interface Config {
  /** The issuer without its trailing slash, as the SDK wants its domain. */
  domain: string;
  clientId: string;
  redirectUri: string;
  audience: string;
  audiences: Record<string, string>;
  strategy: string;
  claimsNamespace: string;
  /** The provider's own pages about the account; null where the provider is not ours. */
  account: AccountLinks | null;
  demo: boolean;
}

export interface AccountLinks {
  password: string;
  mfa: string;
  signOutEverywhere: string;
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}.`);
  return parseConfig(await response.json());
}

/** Throws a sentence that names the entry that is missing or of the wrong kind. */
export function parseConfig(json: unknown): Config {
  const entries = recordOf(json, "/config.json");
  return {
    domain: text(entries, "issuer").replace(/\/$/, ""),
    clientId: text(entries, "clientId"),
    redirectUri: text(entries, "redirectUri"),
    audience: text(entries, "audience"),
    audiences: recordOf(entries.audiences, "audiences") as Record<string, string>,
    strategy: text(entries, "strategy"),
    claimsNamespace: text(entries, "claimsNamespace"),
    account: entries.account ? accountLinks(entries.account) : null,
    demo: entries.demo === true,
  };
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
  throw new Error(`/config.json does not name '${name}'.`);
}

function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new Error(`${name} is not an object.`);
}
