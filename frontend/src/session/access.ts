/** Where each permission comes from, and whom to ask for one. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useSession } from "./SessionContext";

export type Access = components["schemas"]["MyAccess"];
export type AccessEntry = Access["permissions"][number];
export const ACCESS_KEY = ["me", "access"] as const;

export function useAccess(): UseQueryResult<Access> {
  const { api } = useSession();
  return useQuery({
    queryKey: ACCESS_KEY,
    queryFn: ({ signal }) => dataOf(api.GET("/me/access", { signal })),
  });
}
