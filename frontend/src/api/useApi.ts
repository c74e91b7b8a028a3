/** The typed client of the APIs, with the token that each of them needs. */
import { useMemo } from "react";
import { useSession } from "@/session/SessionContext";
import { type Api, createApi } from "./client";

export function useApi(): Api {
  const { authorizedFetch, config } = useSession();
  return useMemo(() => createApi(authorizedFetch, config), [authorizedFetch, config]);
}
