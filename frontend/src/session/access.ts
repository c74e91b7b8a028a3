/** Where each permission comes from, and whom to ask for one. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { inWords } from "@/ui/inWords";
import { useSession } from "./SessionContext";

export type Access = components["schemas"]["Access"];
export type AccessEntry = Access["permissions"][number];
export const ACCESS_KEY = ["me", "access"] as const;

export function useAccess(): UseQueryResult<Access> {
  const { api } = useSession();
  return useQuery({
    queryKey: ACCESS_KEY,
    queryFn: ({ signal }) => dataOf(api.GET("/me/access", { signal })),
  });
}

/** "Batman and 2 others", or null where nobody is known. */
export function whoCanGrant(access: Access | undefined): string | null {
  const ask = access?.ask;
  if (!ask || ask.names.length === 0) return null;
  if (ask.others === 0) return inWords(ask.names);
  const others = ask.others === 1 ? "1 other" : `${ask.others} others`;
  return `${ask.names.join(", ")} and ${others}`;
}
