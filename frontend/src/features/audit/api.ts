/** The API of the audit trail: changes that were made, and refusals that were added up. */
import { dataOf } from "@/api/client";
import { usePages } from "@/api/pages";
import type { components } from "@/api/schema";
import { useApi } from "@/session/SessionContext";
import { type AuditSearch, asked } from "./search";

export type Entry = components["schemas"]["Entry"];
export type RefusalCount = components["schemas"]["Refusal"];

/** What something was like: a name, a list of names, or yes and no, by what it is about. */
export type State = NonNullable<Entry["before"]>;

const PAGE_SIZE = 50;

export function useEntries(search: AuditSearch) {
  const api = useApi();
  return usePages(["audit", "list", search], (cursor, signal) => {
    const query = { ...asked(search), cursor, page_size: PAGE_SIZE };
    return dataOf(api.GET("/api/audit/", { params: { query }, signal }));
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
