/** Where each permission comes from, and whom to ask for one. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { strategyOf } from "./audience";
import { getJson } from "./authorizedFetch";
import { mergeAccess } from "./mergePermissions";
import { useSession } from "./SessionContext";
import type { MyAccess } from "./types";

export const ACCESS_KEY = ["me", "access"] as const;

export function useAccess(): UseQueryResult<MyAccess> {
  const session = useSession();
  return useQuery({
    queryKey: ACCESS_KEY,
    queryFn: async ({ signal }) => {
      const ask = (audience?: string) => getJson<MyAccess>(session, "/me/access", signal, audience);
      const access = await ask();
      if (!strategyOf(session.config).hasTokenPerApi) return access;
      return mergeAccess(access, session.config.audiences, ask);
    },
  });
}
