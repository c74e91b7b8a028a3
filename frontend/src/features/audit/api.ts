/** The API of the audit trail: changes that were made, and refusals that were added up. */

import { useQueries, useQuery } from "@tanstack/react-query";
import { type Answer, dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import { usePages } from "@/records/usePages";
import { Problem } from "@/session/problem";
import { useCan } from "@/session/usePermissions";
import { personName } from "@/ui/format";
import { ZONE } from "./moments";
import { type AuditSearch, toQuery } from "./search";

export type Entry = components["schemas"]["Entry"];
export type Change = components["schemas"]["Change"];
export type RefusalCount = components["schemas"]["Refusal"];
export type Day = components["schemas"]["Day"];

const PAGE_SIZE = 50;

/** A page of a list, which is a text only where a file was asked for. */
function rowsOf<Data>(answer: Promise<Answer<Data>>): Promise<Exclude<Data, string>> {
  return dataOf(answer) as Promise<Exclude<Data, string>>;
}

export function useEntries(search: AuditSearch) {
  const api = useApi();
  return usePages(["audit", "list", toQuery(search)], (cursor, signal) => {
    const query = { ...toQuery(search), cursor, page_size: PAGE_SIZE };
    return rowsOf(api.GET("/api/audit/", { params: { query }, signal }));
  });
}

/** Changes of records. */
export function useChanges(search: AuditSearch) {
  const api = useApi();
  return usePages(["audit", "changes", toQuery(search)], (cursor, signal) => {
    const query = { ...toQuery(search), cursor, page_size: PAGE_SIZE };
    return rowsOf(api.GET("/api/audit/changes/", { params: { query }, signal }));
  });
}

/** What happened on each of the last days of this computer's calendar. */
export function useDays(days: number) {
  const api = useApi();
  return useQuery({
    queryKey: ["audit", "days", days],
    queryFn: async ({ signal }) => {
      const ask = (zone?: string) =>
        dataOf(api.GET("/api/audit/days/", { params: { query: { days, zone } }, signal }));
      try {
        return await ask(ZONE);
      } catch (error) {
        // A server without a list of time zones knows one only.
        if (error instanceof Problem && error.fieldErrors.zone) return await ask();
        throw error;
      }
    },
    staleTime: 30_000,
  });
}

export function useRefusals({ since, until }: AuditSearch) {
  const api = useApi();
  const filters = toQuery({ since, until });
  const list = usePages(["audit", "refusals", filters], (cursor, signal) => {
    const query = { ...filters, cursor, page_size: PAGE_SIZE };
    return rowsOf(api.GET("/api/audit/refusals/", { params: { query }, signal }));
  });
  const rows = list.rows?.map((row) => ({ ...row, id: Object.values(row).join(" ") }));
  return { ...list, rows };
}

/** What those with these subjects are called. The trail of refusals knows subjects alone, and a
 * machine is nobody's name: whoever cannot be looked up is left out. */
export function useNames(subjects: readonly string[]): ReadonlyMap<string, string> {
  const api = useApi();
  const mayRead = useCan("read:users");
  return useQueries({
    queries: [...new Set(subjects)].map((id) => ({
      queryKey: ["users", "name", id],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const asked = api.GET("/api/users/{id}/", { params: { path: { id } }, signal });
        return [id, personName(await dataOf(asked))] as const;
      },
      enabled: mayRead,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [data] : []))),
  });
}
