/** Loads the code of whoever keeps the tokens, and no other. */
import { strategyOf } from "./audience";
import type { Config } from "./config";
import type { TokenHolderComponent } from "./tokenHolder";

export async function loadTokenHolder(config: Config): Promise<TokenHolderComponent> {
  if (strategyOf(config).usesSession) {
    return (await import("./server/TokensAtServer")).findTokensAtServer(config);
  }
  const [{ tokensInBrowser }, client] = await Promise.all([
    import("./browser/TokensInBrowser"),
    loadClient(config),
  ]);
  return tokensInBrowser(client);
}

/** The library that logs in at this site's issuer: Auth0's own, or one for every OpenID Provider. */
async function loadClient({ flavour }: Config) {
  if (flavour === "auth0") return (await import("./browser/auth0/Auth0Client")).Auth0Client;
  return (await import("./browser/oidc/OidcClient")).OidcClient;
}
