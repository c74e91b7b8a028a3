/** Where each permission comes from, and whom to ask for one. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import { strategyOf } from "./audience";
import { mergeAccess } from "./mergePermissions";
import { useSession } from "./SessionContext";
import type { MyAccess } from "./types";

export const ACCESS_KEY = ["me", "access"] as const;

export function useAccess(): UseQueryResult<MyAccess> {
  const { api, apiWith, config } = useSession();
  return useQuery({
    queryKey: ACCESS_KEY,
    queryFn: async ({ signal }) => {
      const access = await dataOf(api.GET("/me/access", { signal }));
      if (!strategyOf(config).hasTokenPerApi) return access;
      return mergeAccess(access, config.audiences, (audience) =>
        dataOf(apiWith(audience).GET("/me/access", { signal })),
      );
    },
  });
}
