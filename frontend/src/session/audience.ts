/** Which audience's token a request carries. Features never ask: they name a path. */
import type { Config } from "./config";

/** With one logical API every request carries the token that came with the login. */
export function audienceFor(_request: Request, config: Config): string {
  return config.audience;
}
