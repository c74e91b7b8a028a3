/** What a script that somebody smuggled into this page could take, tried for real.
 *
 * The trials are those of RFC 10017 section 5.1: read what is stored, watch what goes out, get new
 * tokens by a login of one's own. Nothing that is found is kept or sent anywhere. */

import { plural, t } from "@lingui/core/macro";
import type { Config } from "@/session/config";
import { STRATEGIES } from "@/session/strategies";
import { formatCount } from "@/ui/format";
import { type Loot, lootOf, tokensIn } from "./loot";
import { redactToken } from "./redactToken";
import {
  fetchTokensByRedirect,
  fetchTokensSilently,
  revoke,
  type SilentTokens,
} from "./silentAuth";

export interface Victim {
  config: Config;
  /** Has the page ask the server for something of its own, as it does all the time. */
  askAsUsual: () => Promise<unknown>;
  /** Asks an API for a list, as the page does it. */
  askApi: () => Promise<Response>;
}

export interface Find {
  loot: Loot[];
  /** What was looked at, and what else there was. */
  words: string;
  /** Whether something was done in the person's name. */
  acted?: boolean;
}

export interface Trial {
  id: string;
  title: string;
  /** Of RFC 10017. */
  section: string;
  run: (victim: Victim) => Promise<Find>;
}

const FRAME_PATIENCE_MS = 4000;
/** How many values of the page's memory are looked at, and how deep they may lie. */
const MOST_VALUES = 60_000;
const DEEPEST = 12;
const LONGEST_ENTRY = 200_000;

export const TRIALS: readonly Trial[] = [
  {
    id: "storage",
    title: t`Reads what is stored`,
    section: "8",
    run: async ({ config }) => {
      const stores = await Promise.all([
        webStorage(localStorage),
        webStorage(sessionStorage),
        databases(),
        cachedResponses(),
      ]);
      const entries = stores.flat();
      const cookies = cookieNames(document.cookie);
      return {
        loot: lootOf([...entries, document.cookie].flatMap(tokensIn), config.clientId),
        words: [
          t`${entries.length} entries in localStorage, sessionStorage, IndexedDB and Cache Storage.`,
          cookies.length > 0
            ? t`Cookies that a script may read: ${cookies.join(", ")}.`
            : t`No cookie that a script may read.`,
        ].join(" "),
      };
    },
  },
  {
    id: "memory",
    title: t`Searches the page’s memory`,
    section: "8.4",
    run: async ({ config }) => {
      const { texts, seen } = reachableTexts([window, ...document.querySelectorAll("#root, main")]);
      const addresses = performance.getEntriesByType("resource").map(({ name }) => name);
      return {
        loot: lootOf([...texts, ...addresses].flatMap(tokensIn), config.clientId),
        words: t`${formatCount(seen)} values that hang on the window or on the page’s elements, and ${addresses.length} addresses the browser noted. What only functions know cannot be reached so.`,
      };
    },
  },
  {
    id: "requests",
    title: t`Puts itself between the page and the network`,
    section: "5.1.2",
    run: async ({ config, askAsUsual }) => {
      const { sent, texts } = await watched(askAsUsual);
      const headers = sent.map(({ headers }) => headers.get("Authorization") ?? "");
      const handle = sent.map(({ headers }) => headers.get("X-Usher")).find(Boolean);
      return {
        loot: lootOf([...headers, ...texts].flatMap(tokensIn), config.clientId),
        words: [
          plural(sent.length, {
            one: "Wrapped fetch and waited: # request of the page’s own came by.",
            other: "Wrapped fetch and waited: # requests of the page’s own came by.",
          }),
          handle &&
            t`None carried a token. X-Usher names the session, and opens nothing without its cookie.`,
        ]
          .filter(Boolean)
          .join(" "),
      };
    },
  },
  {
    id: "silent",
    title: t`Logs in silently once more, for itself`,
    section: "5.1.3",
    run: async ({ config }) => {
      const refusals: string[] = [];
      for (const login of LOGINS) {
        try {
          return await newTokens(await login(ownClient(config)), config);
        } catch (reason) {
          refusals.push((reason as Error).message);
        }
      }
      return { loot: [], words: refusals.join(" ") };
    },
  },
  {
    id: "session",
    title: t`Asks the server for the tokens`,
    section: "6.1.2.1",
    run: async ({ config }) => {
      const response = await fetch("/bff/session", { headers: { "X-Usher": "1" } });
      const text = await response.text();
      const loot = lootOf(tokensIn(text), config.clientId);
      if (!STRATEGIES[config.strategy].usesSession) {
        return {
          loot,
          words: t`GET /bff/session: ${response.status}, as no server holds any here.`,
        };
      }
      return {
        loot,
        words: t`GET /bff/session: ${response.status}. It says who you are, what you hold and until when. No signature, so no API takes it for a token.`,
      };
    },
  },
  {
    id: "act",
    title: t`Asks an API in your name`,
    section: "5.1.4",
    run: async ({ askApi }) => {
      const { status, url } = await askApi();
      return {
        loot: [],
        words: t`GET ${new URL(url || window.location.href).pathname}: ${status}, as for the page itself. It has no need of a token for this; the page sends it, or its server.`,
        acted: status < 400,
      };
    },
  },
];

const NEW_TOKENS = t`With the page’s own client id and a PKCE secret of its own: the provider cannot tell it from the page. These are new tokens, which nobody misses.`;

async function newTokens(tokens: SilentTokens, config: Config): Promise<Find> {
  const { accessToken, idToken, refreshToken } = tokens;
  const loot = lootOf([accessToken, idToken], config.clientId);
  if (!refreshToken) return { loot, words: NEW_TOKENS };
  await revoke(refreshToken, config);
  const another = {
    redacted: redactToken(refreshToken),
    inWords: t`refresh token of its own, revoked by now`,
    opens: true,
    expiresAt: null,
  };
  return { loot: [...loot, another], words: NEW_TOKENS };
}

/** The client whose redirect address is on this site: the page's own, or that of its server. */
function ownClient(config: Config): Config {
  if (!STRATEGIES[config.strategy].usesSession) return config;
  return { ...config, redirectUri: `${window.location.origin}/bff/callback` };
}

const LOGINS: readonly ((config: Config) => Promise<SilentTokens>)[] = [
  (config) => fetchTokensSilently(config, config.audience, FRAME_PATIENCE_MS),
  (config) => fetchTokensByRedirect(config, config.audience),
];

export function cookieNames(cookies: string): string[] {
  return cookies
    .split(";")
    .map((pair) => pair.split("=")[0]?.trim() ?? "")
    .filter(Boolean);
}

function webStorage(storage: Storage): string[] {
  return Object.keys(storage).map((key) => `${key} ${storage.getItem(key)}`);
}

async function databases(): Promise<string[]> {
  const known = (await globalThis.indexedDB?.databases?.()) ?? [];
  const found = await Promise.all(known.map(({ name }) => (name ? rowsOf(name) : [])));
  return found.flat();
}

async function rowsOf(name: string): Promise<string[]> {
  const database = await settled(indexedDB.open(name));
  const stores = [...database.objectStoreNames];
  const rows = stores.map(async (store) =>
    settled(database.transaction(store).objectStore(store).getAll()),
  );
  const found = (await Promise.all(rows)).flat().map((row) => JSON.stringify(row) ?? "");
  database.close();
  return found;
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function cachedResponses(): Promise<string[]> {
  const names = (await globalThis.caches?.keys()) ?? [];
  const found = names.map(async (name) => {
    const cache = await caches.open(name);
    const texts = (await cache.matchAll()).map(async (response) =>
      (await response.text()).slice(0, LONGEST_ENTRY),
    );
    return Promise.all(texts);
  });
  return (await Promise.all(found)).flat();
}

/** All texts that can be reached from these objects. Getters are not called: they might do things. */
export function reachableTexts(roots: readonly unknown[]): { texts: string[]; seen: number } {
  const texts: string[] = [];
  const visited = new Set<unknown>();
  let front = [...roots];
  for (let depth = 0; depth <= DEEPEST && front.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of front) {
      if (typeof value === "string") texts.push(value);
      if (!isObject(value) || visited.has(value) || visited.size >= MOST_VALUES) continue;
      visited.add(value);
      next.push(...membersOf(value));
    }
    front = next;
  }
  return { texts, seen: visited.size };
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function membersOf(value: object): unknown[] {
  try {
    if (value instanceof Map) return [...value.keys(), ...value.values()];
    if (value instanceof Set) return [...value];
    const members = Object.values(Object.getOwnPropertyDescriptors(value));
    return members.flatMap((member) => ("value" in member ? [member.value] : []));
  } catch {
    // A window of another origin, or a proxy that does not want to be looked at.
    return [];
  }
}

/** What fetch was given and what came back, while the page asked for something. */
async function watched(
  askAsUsual: () => Promise<unknown>,
): Promise<{ sent: Request[]; texts: string[] }> {
  const original = window.fetch;
  const sent: Request[] = [];
  const texts: Promise<string>[] = [];
  window.fetch = async (input, init) => {
    sent.push(new Request(input instanceof Request ? input.clone() : input, init));
    const response = await original.call(window, input, init);
    texts.push(response.clone().text());
    return response;
  };
  try {
    await askAsUsual();
  } finally {
    window.fetch = original;
  }
  return { sent, texts: await Promise.all(texts) };
}
