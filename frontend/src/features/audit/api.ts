/** The API of the audit trail: changes that were made, and refusals that were added up. */
import { useQueries } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import { usePages } from "@/records/usePages";
import { useCan } from "@/session/usePermissions";
import { type AuditSearch, toQuery } from "./search";

export type Entry = components["schemas"]["Entry"];
export type Change = components["schemas"]["Change"];
export type RefusalCount = components["schemas"]["Refusal"];

/** What something was like: a name, a list of names, or yes and no, by what it is about. */
export type State = NonNullable<Entry["before"]>;

const PAGE_SIZE = 50;

export function useEntries(search: AuditSearch) {
  const api = useApi();
  return usePages(["audit", "list", search], (cursor, signal) => {
    const query = { ...toQuery(search), cursor, page_size: PAGE_SIZE };
    return dataOf(api.GET("/api/audit/", { params: { query }, signal }));
  });
}

/** Changes of films, books and other records. */
export function useChanges(search: AuditSearch) {
  const api = useApi();
  return usePages(["audit", "changes", search], (cursor, signal) => {
    const query = { ...toQuery(search), cursor, page_size: PAGE_SIZE };
    return dataOf(api.GET("/api/audit/changes/", { params: { query }, signal }));
  });
}

export function useRefusals() {
  const api = useApi();
  const list = usePages(["audit", "refusals"], (cursor, signal) => {
    const query = { cursor, page_size: PAGE_SIZE };
    return dataOf(api.GET("/api/audit/refusals/", { params: { query }, signal }));
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
        const { name, username } = await dataOf(asked);
        return [id, name.trim() || username] as const;
      },
      enabled: mayRead,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [data] : []))),
  });
}
