/** What the trail says of records, for those who may list it. */
import { useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";

export type Change = components["schemas"]["Change"];

interface Query {
  /** Its resource, or its kind such as movies.movie; with its id, one thing and no other. */
  target_kind?: string;
  target_id?: string;
  page_size: number;
}

/** The newest changes, the newest first. */
export function useChanges(query: Query) {
  const api = useApi();
  return useQuery({
    queryKey: ["audit", "latest", query],
    queryFn: async ({ signal }) => {
      const answer = await dataOf(api.GET("/api/audit/changes/", { params: { query }, signal }));
      // It is a text only where a file was asked for.
      return typeof answer === "string" ? [] : answer.results;
    },
    staleTime: 0,
  });
}
