/** The page of a collection: its filters, its rows, and the way to a new record. */
import { Link, useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import type { Permission } from "@/session/types";
import { can, useCan, usePermissions } from "@/session/usePermissions";
import { LinkButton } from "@/ui/LinkButton";
import { Page } from "@/ui/Page";
import type { Collection, RecordId, Search } from "./collection";
import { DownloadButton } from "./DownloadButton";
import { FilterBar } from "./FilterBar";
import type { Choice } from "./fields";
import { GoingTitle } from "./GoingTitle";
import { rememberSearch } from "./lastSearch";
import { RangeFilter } from "./RangeFilter";
import { type Noun, ResultList } from "./ResultList";
import { RowCard } from "./RowCard";
import type { Column } from "./RowTable";
import { RowTitle } from "./RowTitle";
import { useRecords } from "./recordQueries";
import { SearchFilter } from "./SearchFilter";
import { SelectFilter } from "./SelectFilter";
import { SortSelect } from "./SortSelect";
import { isNarrowed } from "./searchParams";
import { useGoing } from "./useDelayedRemoval";

interface Place {
  /** Leads nowhere for those who lack it. */
  permission: Permission;
  to: string;
}

/** The first column: what a row is called, and where it leads. */
export interface RowHeading<Row> extends Omit<Column<Row>, "cell">, Place {
  title: (row: Row) => string;
  /** Left out for rows without one; null or empty where it is only missing. */
  picture?: ((row: Row) => string | null) | undefined;
}

interface Props<Row> {
  title: string;
  noun: Noun;
  collection: Pick<Collection<Row, never, never>, "name" | "list" | "isPartial">;
  /** The order when the address names none; left out where there is only one. */
  usualOrdering?: string;
  /** What the search says; left out where there is nothing to narrow down. */
  searchLabel?: string;
  choices?: readonly {
    parameter: string;
    label: string;
    all: string;
    choices: readonly Choice[];
  }[];
  ranges?: readonly { name: string; label: string; first: unknown; last: unknown }[];
  heading: RowHeading<Row>;
  columns: readonly Column<Row>[];
  /** What a row says on a phone below its title. */
  card: (row: Row) => { lines: readonly string[]; more?: ReactNode };
  /** How many records there are in all, when that is known. */
  total?: number | undefined;
  /** Whether the API gives the list as a file. */
  isDownloadable?: boolean;
  /** Left out where nothing can be added here. */
  add?: (Place & { label: string }) | undefined;
}

export function ListPage<Row extends { id: RecordId }>(props: Props<Row>) {
  const { title, noun, collection, searchLabel, choices = [], ranges = [], add, total } = props;
  const { heading, card } = props;
  const search: Search = useSearch({ strict: false });
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const ordering = String(search.ordering ?? props.usualOrdering ?? "");
  const rows = useRecords(collection, { ...search, ...(ordering && { ordering }) });
  const mine = usePermissions().data;
  const canAdd = add && can(mine, add.permission);
  const canOpen = useCan(heading.permission);
  useEffect(() => rememberSearch(collection.name, search), [collection.name, search]);

  const to: string = pathname;
  const show = (changed: Search) =>
    void navigate({ to, search: changed, replace: true, resetScroll: false });
  const change = (changes: Search) => show({ ...search, ...changes });
  const order = (chosen: string) => change({ ordering: chosen });
  const narrowed = isNarrowed(search);
  const isGoing = useGoing(collection.name);
  const titleOf = (row: Row) => {
    if (isGoing(row.id)) return <GoingTitle title={heading.title(row)} />;
    return canOpen ? (
      <Link to={heading.to} params={{ id: String(row.id) }}>
        {heading.title(row)}
      </Link>
    ) : (
      heading.title(row)
    );
  };
  const first: Column<Row> = {
    ...heading,
    cell: (row) => (
      <RowTitle picture={heading.picture?.(row)} title={heading.title(row)}>
        {titleOf(row)}
      </RowTitle>
    ),
  };
  const columns = [first, ...props.columns];

  return (
    <Page title={title} actions={canAdd && <LinkButton to={add.to}>{add.label}</LinkButton>}>
      {searchLabel && (
        <FilterBar label={`Find ${noun.many}`}>
          <SearchFilter
            label={searchLabel}
            value={search.search?.toString()}
            onChange={(text) => change({ search: text })}
          />
          {choices.map(({ parameter, ...choice }) => (
            <SelectFilter
              key={parameter}
              {...choice}
              value={search[parameter]?.toString()}
              onChange={(value) => change({ [parameter]: value })}
            />
          ))}
          {ranges.map((range) => (
            <RangeFilter key={range.name} {...range} search={search} onChange={change} />
          ))}
          <SortSelect columns={columns} value={ordering} onChange={order} />
        </FilterBar>
      )}
      <ResultList
        rows={rows}
        noun={noun}
        columns={columns}
        card={(row) => {
          const { lines, more } = card(row);
          return (
            <RowCard
              picture={heading.picture?.(row)}
              title={heading.title(row)}
              heading={titleOf(row)}
              lines={lines}
            >
              {more}
            </RowCard>
          );
        }}
        download={
          props.isDownloadable && (
            <DownloadButton
              name={collection.name}
              search={{ ...search, ...(ordering && { ordering }) }}
            />
          )
        }
        ordering={ordering}
        onOrdering={order}
        total={narrowed ? undefined : total}
        // Without filters, but in the order that was chosen.
        onClear={narrowed ? () => show({ ordering: search.ordering }) : undefined}
      />
    </Page>
  );
}
