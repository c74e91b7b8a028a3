/** What the issuer leaves out of every new token although the person holds it. */
import { type QueryClient, skipToken, useQuery } from "@tanstack/react-query";
import type { Permission } from "@/session/types";

const LEFT_OUT_KEY = ["me", "leftOut"] as const;

export function setWithheldPermissions(client: QueryClient, names: Permission[]): void {
  const known = client.getQueryData<Permission[]>(LEFT_OUT_KEY) ?? [];
  if (known.join() === names.join()) return;
  // Nobody may be looking when it becomes known.
  client.setQueryDefaults(LEFT_OUT_KEY, { gcTime: Number.POSITIVE_INFINITY });
  client.setQueryData(LEFT_OUT_KEY, names);
}

export function useWithheldPermissions(): Permission[] {
  return useQuery<Permission[]>({ queryKey: LEFT_OUT_KEY, queryFn: skipToken }).data ?? [];
}
