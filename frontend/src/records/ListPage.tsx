/** The page of a collection: its filters, its rows, and the way to a new record. */
import { type ReactNode, useEffect } from "react";
import { Page } from "@/ui/Page";
import { FilterBar } from "./FilterBar";
import { rememberSearch } from "./lastSearch";
import { type Noun, ResultList } from "./ResultList";
import type { Column } from "./RowTable";
import { type Listed, type RecordId, useRecords } from "./recordQueries";
import { SortSelect } from "./SortSelect";
import { isNarrowed } from "./searchParams";

interface Props<Item, Search extends { ordering?: string | undefined }> {
  title: string;
  noun: Noun;
  collection: Listed<Item, Search>;
  /** What the address asks for. */
  search: Search;
  /** The order when the address names none; left out where there is only one. */
  usualOrdering?: NonNullable<Search["ordering"]>;
  onSearch: (search: Search) => void;
  /** Left out where there is nothing to narrow down. */
  filters?: ReactNode;
  columns: readonly Column<Item>[];
  card: (item: Item) => ReactNode;
  /** How many records there are in all, when that is known. */
  total: number | undefined;
  /** The button to the form; left out for those who may not add a record. */
  add: ReactNode;
}

export function ListPage<
  Item extends { id: RecordId },
  Search extends { ordering?: string | undefined },
>(props: Props<Item, Search>) {
  const { title, noun, collection, search, onSearch, filters, columns, card, total, add } = props;
  const ordering = search.ordering ?? props.usualOrdering ?? "";
  const rows = useRecords(collection, { ...search, ...(ordering && { ordering }) });
  useEffect(() => rememberSearch(collection.name, search), [collection.name, search]);
  const narrowed = isNarrowed(search);
  const order = (chosen: string) => onSearch({ ...search, ordering: chosen });
  // Without filters, but in the order that was chosen.
  const clear = () => onSearch({ ordering: search.ordering } as Search);

  return (
    <Page title={title} actions={add}>
      {filters && (
        <FilterBar label={`Find ${noun.many}`}>
          {filters}
          <SortSelect columns={columns} value={ordering} onChange={order} />
        </FilterBar>
      )}
      <ResultList
        rows={rows}
        noun={noun}
        columns={columns}
        card={card}
        ordering={ordering}
        onOrdering={order}
        total={narrowed ? undefined : total}
        onClear={narrowed ? clear : undefined}
      />
    </Page>
  );
}
