/** Where a request goes and whose token it carries. Features never ask: they name a path. */
import type { Config } from "./config";
import { STRATEGIES, type Strategy } from "./strategies";

export function strategyOf(config: Pick<Config, "strategy">): Strategy {
  return STRATEGIES[config.strategy];
}

/** The address a request is sent to: the gateway's where one stands before the APIs, or that of
 * the session which has the tokens for them. */
export function addressFor(address: string, config: Config): string {
  const { usesGateway, usesSession } = strategyOf(config);
  const url = new URL(address);
  const isOurs = url.origin === window.location.origin;
  if (apiIn(address, config)) {
    if (usesGateway) url.pathname = url.pathname.replace(/^\/api\//, "/gateway/");
    if (usesSession) url.pathname = `/bff${url.pathname}`;
  } else if (usesSession && isOurs && url.pathname.startsWith("/me/")) {
    url.pathname = `/bff${url.pathname}`;
  }
  return url.href;
}

/** An API's own audience where each demands one, else that of the token which came with the login. */
export function audienceFor(request: Request, config: Config): string {
  const api = apiIn(request.url, config);
  if (!api || !strategyOf(config).hasTokenPerApi) return config.audience;
  return config.audiences[api] ?? config.audience;
}

/** Every audience for which a token may be held, by this page or for it, that of the login first. */
export function audiencesOf(config: Config): string[] {
  const { hasTokenPerApi, usesSession } = strategyOf(config);
  const own = hasTokenPerApi || usesSession ? Object.values(config.audiences) : [];
  return [...new Set([config.audience, ...own])];
}

/** The name of the API an address belongs to, or null when it is none of ours. */
function apiIn(address: string, { audiences }: Config): string | null {
  const { origin, pathname } = new URL(address);
  const name = /^\/api\/([^/]+)\//.exec(pathname)?.[1] ?? "";
  return origin === window.location.origin && Object.hasOwn(audiences, name) ? name : null;
}
