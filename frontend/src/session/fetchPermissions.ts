/** Asks what the person holds; a server that says "the same as before" is taken at its word. */
import { strategyOf } from "./audience";
import { getJson, jsonOf, requestTo } from "./authorizedFetch";
import { grantedByAudience, grantedPermissions, mergePermissions } from "./mergePermissions";
import { resourceTitle } from "./resourceTitles";
import type { Session } from "./SessionContext";
import type { MyPermissions } from "./types";

const PATH = "/me/permissions";

/** Who asks: the session, or what a test has in its place. */
export type Source = Pick<Session, "authorizedFetch" | "noteGranted" | "config">;

/** `known` itself where it still holds (304), else what holds now. */
export async function fetchPermissions(
  source: Source,
  known: MyPermissions | undefined,
  signal: AbortSignal,
): Promise<MyPermissions> {
  const { authorizedFetch, noteGranted, config } = source;
  const headers = new Headers(known?.etag ? { "If-None-Match": known.etag } : {});
  const response = await authorizedFetch(requestTo(PATH, config, { signal, headers }));
  if (response.status === 304 && known) {
    // A body nobody reads, empty or not, is a request that the browser calls aborted.
    await response.text();
    return known;
  }
  const etag = response.headers.get("ETag");
  const answer = await jsonOf<MyPermissions>(response);
  const resources = answer.resources.map((api) => ({ ...api, title: resourceTitle(api) }));
  const mine: MyPermissions = { ...answer, resources, ...(etag && { etag }) };
  if (!strategyOf(config).hasTokenPerApi) return mine;
  // The login's token opens no API. What counts is what a token fetched for each will carry.
  const whole = await mergePermissions(mine, (audience) => getJson(source, PATH, signal, audience));
  for (const [audience, names] of grantedByAudience(whole)) noteGranted(audience, names);
  return { ...whole, permissions: grantedPermissions(whole) };
}
