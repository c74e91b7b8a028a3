/** Asks what the person holds; a server that says "the same as before" is taken at its word. */
import { dataOf } from "@/api/client";
import { strategyOf } from "./audience";
import { completePermissions, heldAtEveryApi } from "./everyApi";
import type { Mine } from "./mine";
import type { Session } from "./SessionContext";

export type Asker = Pick<Session, "api" | "apiWith" | "noteHeld" | "config">;

/** `known` itself where it still holds (304), else what holds now. */
export async function askMine(
  { api, apiWith, noteHeld, config }: Asker,
  known: Mine | undefined,
  signal: AbortSignal,
): Promise<Mine> {
  const headers = known?.etag ? { "If-None-Match": known.etag } : {};
  const asked = api.GET("/me/permissions", { signal, headers });
  const { response } = await asked;
  if (response.status === 304 && known) return known;
  const etag = response.headers.get("ETag");
  const mine: Mine = { ...(await dataOf(asked)), ...(etag && { etag }) };
  if (!strategyOf(config).hasTokenPerApi) return mine;
  // The login's token opens no API. What counts is what a token fetched for each will carry.
  const whole = await completePermissions(mine, (audience) =>
    dataOf(apiWith(audience).GET("/me/permissions", { signal })),
  );
  noteHeld(whole);
  return { ...whole, permissions: heldAtEveryApi(whole) };
}
