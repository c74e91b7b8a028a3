/** Where each permission comes from, and whom to ask for one. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { strategyOf } from "./audience";
import { completeAccess } from "./everyApi";
import { useSession } from "./SessionContext";

export type Access = components["schemas"]["MyAccess"];
export type AccessEntry = Access["permissions"][number];
export const ACCESS_KEY = ["me", "access"] as const;

export function useAccess(): UseQueryResult<Access> {
  const { api, apiWith, config } = useSession();
  return useQuery({
    queryKey: ACCESS_KEY,
    queryFn: async ({ signal }) => {
      const access = await dataOf(api.GET("/me/access", { signal }));
      if (!strategyOf(config).hasTokenPerApi) return access;
      return completeAccess(access, config.audiences, (audience) =>
        dataOf(apiWith(audience).GET("/me/access", { signal })),
      );
    },
  });
}
