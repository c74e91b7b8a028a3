/** Asks what the person holds; a server that says "the same as before" is taken at its word. */
import { dataOf } from "@/api/client";
import { strategyOf } from "./audience";
import { grantedPermissions, mergePermissions } from "./mergePermissions";
import type { Session } from "./SessionContext";
import type { MyPermissions } from "./types";

export type Asker = Pick<Session, "api" | "apiWith" | "noteGranted" | "config">;

/** `known` itself where it still holds (304), else what holds now. */
export async function fetchPermissions(
  { api, apiWith, noteGranted, config }: Asker,
  known: MyPermissions | undefined,
  signal: AbortSignal,
): Promise<MyPermissions> {
  const headers = known?.etag ? { "If-None-Match": known.etag } : {};
  const asked = api.GET("/me/permissions", { signal, headers });
  const { response } = await asked;
  if (response.status === 304 && known) return known;
  const etag = response.headers.get("ETag");
  const mine: MyPermissions = { ...(await dataOf(asked)), ...(etag && { etag }) };
  if (!strategyOf(config).hasTokenPerApi) return mine;
  // The login's token opens no API. What counts is what a token fetched for each will carry.
  const whole = await mergePermissions(mine, (audience) =>
    dataOf(apiWith(audience).GET("/me/permissions", { signal })),
  );
  noteGranted(whole);
  return { ...whole, permissions: grantedPermissions(whole) };
}
