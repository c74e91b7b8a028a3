/** Which audience's token a request carries. Features never ask: they name a path. */
import type { Config } from "./config";

/** An API's own where each demands one, else that of the token which came with the login. */
export function audienceFor(request: Request, config: Config): string {
  if (config.strategy !== "per_api_tokens") return config.audience;
  const name = /^\/api\/([^/]+)\//.exec(new URL(request.url).pathname)?.[1] ?? "";
  return (Object.hasOwn(config.audiences, name) && config.audiences[name]) || config.audience;
}
