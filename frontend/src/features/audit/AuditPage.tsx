/** The audit trail: who changed what of people, roles, clients and keys, then of films and books,
 * which is kept for a year, and who was refused. The filters hold for both kinds of changes. */
import { createLazyRoute } from "@tanstack/react-router";
import { ResultList } from "@/records/ResultList";
import { isNarrowed } from "@/records/searchParams";
import { Page } from "@/ui/Page";
import { Section } from "@/ui/Section";
import { AuditFilters } from "./AuditFilters";
import { useChanges, useEntries } from "./api";
import { TRAIL } from "./EntryColumns";
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
        {...TRAIL}
        rows={useEntries(search)}
        noun={{ one: "change", many: "changes" }}
        onClear={isNarrowed(search) ? () => show({}) : undefined}
      />
      <Section
        title="Films and books"
        lead="Who changed which of them within the last year. A whole file that was imported is one line."
      >
        <ResultList
          {...TRAIL}
          rows={useChanges(search)}
          noun={{ one: "change of a record", many: "changes of records" }}
          onClear={undefined}
        />
      </Section>
      <Refusals />
    </Page>
  );
}
