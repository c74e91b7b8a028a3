/** The audit trail: who changed what of people, roles, clients and keys, then of films and books,
 * and who was refused. */
import { createLazyRoute } from "@tanstack/react-router";
import { ResultList } from "@/records/ResultList";
import { isNarrowed } from "@/records/searchParams";
import { Page } from "@/ui/Page";
import { AuditFilters } from "./AuditFilters";
import { useEntries } from "./api";
import { Changes } from "./Changes";
import { ENTRY_COLUMNS, EntryCard } from "./EntryColumns";
import { Refusals } from "./Refusals";
import type { AuditSearch } from "./search";

export const Route = createLazyRoute("/audit")({ component: AuditPage });

function AuditPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const show = (changed: AuditSearch) =>
    void navigate({ search: changed, replace: true, resetScroll: false });

  return (
    <Page title="Audit trail">
      <AuditFilters search={search} onChange={(changes) => show({ ...search, ...changes })} />
      <ResultList
        rows={useEntries(search)}
        noun={{ one: "change", many: "changes" }}
        columns={ENTRY_COLUMNS}
        card={(entry) => <EntryCard entry={entry} />}
        ordering=""
        onOrdering={() => undefined}
        total={undefined}
        onClear={isNarrowed(search) ? () => show({}) : undefined}
      />
      <Changes search={search} />
      <Refusals />
    </Page>
  );
}
