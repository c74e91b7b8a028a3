/** The API of the audit trail: changes that were made, and refusals that were added up. */
import { ask } from "@/api/ask";
import { dataOf } from "@/api/client";
import { type Page, usePages } from "@/api/pages";
import { useApi } from "@/session/SessionContext";
import { type AuditSearch, asked } from "./search";

/** What something was like: a name, a list of names, or yes and no, by what it is about. */
export type State = Record<string, unknown>;

export interface Entry {
  id: number;
  at: string;
  /** A subject, or command:NAME; empty when nobody is known. */
  actor: { subject: string; name: string };
  action: string;
  target: { kind: string; id: string; name: string };
  before: State | null;
  after: State | null;
  address: string;
  request_id: string;
}

export interface RefusalCount {
  subject: string;
  /** Empty where no permission would have helped. */
  permission: string;
  minute: string;
  count: number;
}

const PAGE_SIZE = 50;

export function useEntries(search: AuditSearch) {
  const api = useApi();
  return usePages(["audit", "list", search], (cursor, signal) => {
    const query = { ...asked(search), cursor, page_size: PAGE_SIZE };
    return dataOf(ask<Page<Entry>>(api, "GET /api/audit/", { query, signal }));
  });
}

export function useRefusals() {
  const api = useApi();
  const list = usePages(["audit", "refusals"], (cursor, signal) => {
    const query = { cursor, page_size: PAGE_SIZE };
    return dataOf(ask<Page<RefusalCount>>(api, "GET /api/audit/refusals/", { query, signal }));
  });
  const rows = list.rows?.map((row) => ({ ...row, id: Object.values(row).join(" ") }));
  return { ...list, rows };
}
