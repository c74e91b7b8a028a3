/** The mistakes that are made most often, each really made: a request and its real answer. */

import { t } from "@lingui/core/macro";
import { strategyOf } from "@/session/audience";
import type { AuthorizedFetch } from "@/session/authorizedFetch";
import { encodeBase64Url } from "@/session/base64Url";
import type { Config } from "@/session/config";
import { type Claims, claimsOf } from "@/session/jwt";
import type { Tokens } from "@/session/tokens";
import type { MyPermissions, PermissionOrigin } from "@/session/types";
import { formatList } from "@/ui/format";
import { audienceSent, pathOf } from "./apis";
import { type Attempt, attempt, attemptByCookie, reach } from "./attempt";
import { fetchTokensSilently } from "./silentAuth";

/** What an attempt may use. Nothing of it is changed by one. */
export interface Site {
  config: Config;
  tokens: Pick<Tokens, "tokenFor">;
  authorizedFetch: AuthorizedFetch;
  resources: MyPermissions["resources"];
  /** The person’s roles, as the ID token names them too. */
  roles: readonly string[];
  /** Permissions the person lacks for certain; null while that cannot be known. */
  missing: readonly PermissionOrigin[] | null;
}

export interface Mistake {
  id: string;
  title: string;
  /** What the button does. */
  does: (site: Site) => string;
  /** Why the answer is what it is. */
  because: (site: Site) => string;
  atAuth0: string;
  /** Whether it takes a token in this page, or a session at the server; else either does. */
  takes?: "token" | "session";
  /** Why it cannot be tried by this person, or null. */
  impossible?: (site: Site) => string | null;
  attempts: (site: Site) => Promise<Attempt[]>;
}

const EDITED = 'roles: ["Managers"]';

export const MISTAKES: readonly Mistake[] = [
  {
    id: "no-audience",
    title: t`Asking for no audience`,
    takes: "token",
    does: () =>
      t`Logs in silently once more, without naming an API, and sends the token that comes.`,
    because: () =>
      t`A login without an audience names no API, so the access token is opaque: a mere reference, without dots or claims, good at the provider’s /userinfo and nowhere else. Nothing in it could be checked.`,
    atAuth0: t`authorizationParams has no audience, and the tenant’s Default Audience is empty. Set audience to the API’s Identifier.`,
    attempts: async (site) => {
      const { accessToken } = await fetchTokensSilently(site.config, null);
      return [await attempt(listOfFirst(site), accessToken, t`opaque token`)];
    },
  },
  {
    id: "id-token",
    title: t`Sending the ID token`,
    takes: "token",
    does: () =>
      t`Fetches an ID token of yours, as at login, and sends it where an access token belongs.`,
    because: ({ config }) =>
      t`The signature is right and it is about you. But its audience is ${config.clientId}, this page: it says who you are to the app, and nothing about what you may do at an API.`,
    atAuth0: t`The code sends __raw of getIdTokenClaims(). Send what getAccessTokenSilently() answers.`,
    attempts: async (site) => {
      const { idToken } = await fetchTokensSilently(site.config, null);
      return [await attempt(listOfFirst(site), idToken, t`ID token`)];
    },
  },
  {
    id: "other-audience",
    title: t`Sending the token of another API`,
    takes: "token",
    does: ({ config }) => {
      if (isShared(config)) {
        return t`Asks for a token of this API’s own audience and sends it, though here all APIs share one.`;
      }
      return strategyOf(config).usesGateway
        ? t`Sends your token, which is for the gateway, straight to the API behind it.`
        : t`Asks for a token of the second API and sends it to the first.`;
    },
    because: ({ config }) =>
      isShared(config)
        ? t`A good token of yours, signed by the right issuer. This API accepts one audience, the shared one; its own name is not in use under this strategy.`
        : t`A good token of yours, signed by the right issuer, but for somebody else. If APIs accepted each other’s tokens, every one of them could act as you at all the others.`,
    atAuth0: t`The audience asked for is not the Identifier that this API’s middleware expects; even a missing slash at the end counts. Ask once for each API.`,
    impossible: ({ resources }) =>
      resources.length < 2 ? t`This site has one API only, so there is no other token.` : null,
    attempts: async (site) => {
      const { token, kind } = await tokenForAnother(site);
      return [await attempt(`GET /api/${nameOf(site, 0)}/`, token, kind)];
    },
  },
  {
    id: "role-claim",
    title: t`Writing a role into a token`,
    takes: "token",
    does: () => t`Takes your access token, adds the claim ${EDITED} and sends that.`,
    because: () =>
      t`Everybody can read and rewrite the claims; nobody but the provider can sign them anew. One changed letter, and the signature no longer fits. And had the provider itself written the role there: this API asks for permissions and looks at no role.`,
    atAuth0: t`An Action copies roles into the token and the API checks those. Switch on “Enable RBAC” and “Add Permissions in the Access Token” for the API instead, and check permissions.`,
    attempts: async (site) => {
      const token = await ownToken(site, nameOf(site, 0));
      return [
        await attempt(
          listOfFirst(site),
          withClaims(token, { roles: ["Managers"] }),
          t`edited token`,
        ),
      ];
    },
  },
  {
    id: "no-permission",
    title: t`Asking without the permission`,
    does: ({ missing, roles, config }) => {
      const name = wanted(missing)[0]?.name;
      const { usesSession } = strategyOf(config);
      if (!name) {
        return usesSession
          ? t`Sends, as you, a request whose permission you lack.`
          : t`Sends your own, valid token with a request whose permission you lack.`;
      }
      const sends = usesSession
        ? t`Sends, as you, a request that needs ${name}.`
        : t`Sends your own, valid token with a request that needs ${name}.`;
      if (roles.length === 0) return sends;
      return `${sends} ${t`Your ID token names ${formatList(roles)}; nobody asks it.`}`;
    },
    because: () =>
      t`401 would say: I do not know you. This is 403: I know you, and this is not among your permissions. The answer names the one that is missing, so that you know what to ask for. A new login would not help.`,
    atAuth0: t`The person has neither the permission nor a role with it (Users, Roles), or “Add Permissions in the Access Token” is off for the API, so that nobody has any.`,
    impossible: ({ missing, config }) => {
      if (!missing) return t`Which permissions you lack is not known just now. Reload the page.`;
      if (missing.length > 0) return null;
      return config.demo
        ? t`You lack nothing, as far as is known here: no request of yours is refused for this. Log in as Robin or Joker to try.`
        : t`You lack nothing, as far as is known here: no request of yours is refused for this. Ask somebody with fewer permissions to try.`;
    },
    attempts: async (site) => {
      const sent = wanted(site.missing).map(async ({ resource, action }) =>
        attemptAsYourself(site, resource, requestNeeding(action, pathOf(resource, site.config))),
      );
      return Promise.all(sent);
    },
  },
  {
    id: "cookie-at-api",
    title: t`Sending the cookie to the API itself`,
    takes: "session",
    does: () =>
      t`Asks the API without the server between. The cookie goes along, as to all of this site.`,
    because: () =>
      t`The API knows tokens and nothing else. If it took the cookie too, another site could make your browser ask it, and nothing here would have looked where the request comes from.`,
    atAuth0: t`An API behind the app’s own server is called past it. Call the server; only that has the token.`,
    attempts: async (site) => [
      await attemptByCookie(reach, `GET /api/${nameOf(site, 0)}/`, t`session’s cookie alone`),
    ],
  },
  {
    id: "no-handle",
    title: t`Leaving out the header X-Usher`,
    takes: "session",
    does: () =>
      t`Asks the server with the cookie alone, as a form or a link of another site would.`,
    because: () =>
      t`A cookie comes by itself, whoever asks. The header does not: no form can send it, and this site lets no other one ask for that (CORS). So the server knows that it was this page.`,
    atAuth0: t`The server’s session is guarded by SameSite alone, which lets in every neighbour on the same site. Demand a header of your own with each request.`,
    attempts: async (site) => [
      await attemptByCookie(reach, listOfFirst(site), t`session’s cookie, and without X-Usher`),
    ],
  },
];

/** Those that can be made under the strategy in force. */
export function mistakesUnder(config: Config): readonly Mistake[] {
  const held = strategyOf(config).usesSession ? "session" : "token";
  return MISTAKES.filter(({ takes }) => !takes || takes === held);
}

/** One that would add something if there is any, else whatever comes first. */
function wanted(missing: Site["missing"]): PermissionOrigin[] {
  const entry = missing?.find(({ action }) => action === "write") ?? missing?.[0];
  return entry ? [entry] : [];
}

/** A request that could do no harm even if it were allowed: an empty body, a record 0. */
export function requestNeeding(action: string, path: string): string {
  const requests: Record<string, string> = {
    read: `GET ${path}0/`,
    write: `POST ${path}`,
    edit: `PATCH ${path}0/`,
    delete: `DELETE ${path}0/`,
  };
  return requests[action] ?? `GET ${path}`;
}

/** The same token with other claims, and so with a signature that no longer fits. */
export function withClaims(token: string, more: Claims): string {
  const [header, , signature] = token.split(".");
  const bytes = new TextEncoder().encode(JSON.stringify({ ...claimsOf(token), ...more }));
  return [header, encodeBase64Url(bytes), signature].join(".");
}

async function tokenForAnother(site: Site): Promise<{ token: string; kind: string }> {
  const { config, tokens } = site;
  if (strategyOf(config).usesGateway) {
    return { token: await tokens.tokenFor(config.audience), kind: t`gateway’s token` };
  }
  const position = isShared(config) ? 0 : 1;
  const audience = site.resources[position]?.audience ?? config.audience;
  const { accessToken } = await fetchTokensSilently(config, audience);
  return { token: accessToken, kind: t`token for ${audience},` };
}

async function attemptAsYourself(site: Site, resource: string, request: string): Promise<Attempt> {
  if (strategyOf(site.config).usesSession) {
    return attemptByCookie((sent) => site.authorizedFetch(sent), request, t`session’s cookie`);
  }
  return attempt(request, await ownToken(site, resource), t`access token`);
}

function ownToken({ config, tokens }: Site, name: string): Promise<string> {
  return tokens.tokenFor(audienceSent(name, config));
}

function nameOf({ resources }: Site, position: number): string {
  return resources[position]?.name ?? "movies";
}

function listOfFirst(site: Site): string {
  return `GET ${pathOf(nameOf(site, 0), site.config)}`;
}

/** Whether the APIs themselves share one audience; behind a gateway each has its own. */
function isShared(config: Config): boolean {
  const { hasTokenPerApi, usesGateway } = strategyOf(config);
  return !hasTokenPerApi && !usesGateway;
}
