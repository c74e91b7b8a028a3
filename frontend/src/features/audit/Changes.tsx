/** Changes of films, books and other records, which are kept for a year. The filters hold for them too. */
import { ResultList } from "@/records/ResultList";
import { Section } from "@/ui/Section";
import { useChanges } from "./api";
import { ENTRY_COLUMNS, EntryCard } from "./EntryColumns";
import type { AuditSearch } from "./search";

export function Changes({ search }: { search: AuditSearch }) {
  return (
    <Section
      title="Films and books"
      lead="Who changed which of them within the last year. A whole file that was imported is one line."
    >
      <ResultList
        rows={useChanges(search)}
        noun={{ one: "change of a record", many: "changes of records" }}
        columns={ENTRY_COLUMNS}
        card={(change) => <EntryCard entry={change} />}
        ordering=""
        onOrdering={() => undefined}
        total={undefined}
        onClear={undefined}
      />
    </Section>
  );
}
