/** Loads the library that logs in at this site's issuer, and no other: Auth0's own, or one for every
 * OpenID Provider. */
import type { ClientComponent } from "./client";
import type { Config } from "./config";

export async function loadClient({ flavour }: Pick<Config, "flavour">): Promise<ClientComponent> {
  if (flavour === "auth0") return (await import("./auth0/Auth0Client")).Auth0Client;
  return (await import("./oidc/OidcClient")).OidcClient;
}
