/** The page of a collection: its filters, its rows, and the way to a new record. */
import { t } from "@lingui/core/macro";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import type { Permission } from "@/session/types";
import { can, useCan, usePermissions } from "@/session/usePermissions";
import { announce } from "@/ui/announce";
import { formatCount } from "@/ui/format";
import { LinkButton } from "@/ui/LinkButton";
import { Page } from "@/ui/Page";
import { type Collection, PAGE_SIZE, type RecordId, type Search } from "./collection";
import { DownloadButton } from "./DownloadButton";
import { FilterChips } from "./FilterChips";
import { chipsOf, type Filters } from "./filters";
import { GoingTitle } from "./GoingTitle";
import { type Jump, JumpBar } from "./JumpBar";
import { ListFilters } from "./ListFilters";
import { countInWords, ListTools, type Total, useView, ViewChoice } from "./ListTools";
import { rememberSearch } from "./places";
import { type Noun, ResultList, useIsDesktop } from "./ResultList";
import { RowCard } from "./RowCard";
import { RowLink } from "./RowLink";
import type { Column } from "./RowTable";
import { RowTitle } from "./RowTitle";
import { useRecords } from "./recordQueries";
import { SortSelect } from "./SortSelect";
import { isNarrowed } from "./searchParams";
import { useGoing } from "./useDelayedRemoval";
import type { Rows } from "./usePages";
import { useReadingPlace } from "./useReadingPlace";

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
  /** What stands before the title instead, such as somebody's avatar. */
  mark?: ((row: Row) => ReactNode) | undefined;
}

interface Props<Row> extends Filters {
  title: string;
  noun: Noun;
  collection: Pick<Collection<Row, never, never>, "name" | "list" | "isPartial">;
  /** The order when the address names none; left out where there is only one. */
  usualOrdering?: string;
  /** What that is called, where it is no column's. */
  usualOrderingLabel?: string | undefined;
  /** What the search says; left out where there is nothing to narrow down. */
  searchLabel?: string;
  heading: RowHeading<Row>;
  columns: readonly Column<Row>[];
  /** What a row says on a phone below its title. */
  card: (row: Row) => { lines: readonly string[]; more?: ReactNode };
  /** What stands above the rows, such as what can be done with those that are chosen. */
  above?: ReactNode;
  /** How many records there are as it is narrowed down, when that is known. */
  total?: Total | undefined;
  /** Where in this order one can begin to read. */
  jumps?: { ordering: string; places: readonly Jump[] } | undefined;
  /** Whether the API gives the list as a file. */
  isDownloadable?: boolean;
  /** Left out where nothing can be added here. */
  add?: (Place & { label: string }) | undefined;
  /** What is drawn of all rows together. */
  charts?: ReactNode;
}

export function ListPage<Row extends { id: RecordId }>(props: Props<Row>) {
  const { title, noun, collection, searchLabel, choices = [], ranges = [], add } = props;
  const { heading, jumps, usualOrdering = "" } = props;
  const search: Search = useSearch({ strict: false });
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const ordering = String(search.ordering ?? usualOrdering);
  const isDesktop = useIsDesktop();
  const hasPictures = heading.picture !== undefined;
  const [view, setView] = useView(hasPictures);
  const asked = { ...search, ...(ordering && { ordering }) };
  const place = useReadingPlace(collection.name, asked, jumps?.places);
  const rows = useRecords(collection, asked, {
    start: place.start,
    // The rows of people are few, and on a phone of any height.
    ...(hasPictures && { mostPages: MOST_PAGES }),
  });
  const mine = usePermissions().data;
  const canAdd = add && can(mine, add.permission);
  const narrowed = isNarrowed(search);
  const total = totalOf(rows) ?? props.total;
  useEffect(() => {
    if (place.key) rememberSearch(collection.name, search, place.key);
  }, [collection.name, search, place.key]);

  const to: string = pathname;
  const show = (changed: Search) =>
    void navigate({ to, search: changed, replace: true, resetScroll: false });
  const change = (changes: Search) => {
    place.startOver();
    show({ ...search, ...changes });
  };
  const order = (chosen: string) =>
    change({ ordering: chosen === usualOrdering ? undefined : chosen });
  // Without filters, but in the order that was chosen.
  const clear = () => {
    place.startOver();
    show({ ordering: search.ordering });
  };
  const jump = (chosen: Jump) => {
    const ordering = jumps?.ordering;
    place.jump({ ...asked, ...(ordering && { ordering }) }, chosen);
    if (ordering !== asked.ordering) show({ ...search, ordering });
    const { label } = chosen;
    announce(t`From ${label}`);
  };
  const { columns, card } = useDrawing(props, place);
  const chips = chipsOf(props, search);
  const active = chips.length - (search.search === undefined ? 0 : 1);
  const isFolded = !isDesktop && choices.length + ranges.length > 0;
  const isNone = rows.rows?.length === 0;
  const download = props.isDownloadable && !isNone && (
    <DownloadButton name={collection.name} search={asked} />
  );
  // Rows without pictures are drawn in one way.
  const views = hasPictures && <ViewChoice view={view} onView={setView} isDesktop={isDesktop} />;
  const charts = !isNone && props.charts;
  // Also when all of them are held: what stands above the rows does not go while they are read.
  const isLong = rows.hasMore || rows.hasEarlier || (rows.rows?.length ?? 0) > PAGE_SIZE;

  return (
    <Page title={title} actions={canAdd && <LinkButton to={add.to}>{add.label}</LinkButton>}>
      {searchLabel && (
        <ListFilters
          {...props}
          {...{ searchLabel, search, isFolded, active }}
          onChange={change}
          beside={views}
        >
          {charts}
          {download}
        </ListFilters>
      )}
      <FilterChips chips={chips} onRemove={change} onClear={clear} />
      {!isFolded && charts}
      <ListTools
        count={total ? countInWords(total, noun) : moreThan(rows, noun)}
        asked={rows.isOutdated ? undefined : JSON.stringify({ ...search, ordering: undefined })}
      >
        <SortSelect
          columns={columns}
          value={ordering}
          usual={
            props.usualOrderingLabel && { value: usualOrdering, label: props.usualOrderingLabel }
          }
          onChange={order}
        />
        {!isFolded && download}
        {!isFolded && views}
      </ListTools>
      {jumps && isLong && <JumpBar jumps={jumps.places} onJump={jump} />}
      {props.above}
      <ResultList
        rows={rows}
        noun={noun}
        columns={columns}
        card={card}
        ordering={ordering}
        onOrdering={order}
        total={total?.exact || !narrowed ? total?.count : undefined}
        onClear={narrowed ? clear : undefined}
        view={view}
        scrolled={{ isUniform: hasPictures, ...place.scrolledBy(rows) }}
      />
    </Page>
  );
}

/** So many pages of a list are held: enough for any screen, and few to be asked for anew. */
const MOST_PAGES = 6;

/** Where all rows are there, they are counted. */
function totalOf({ rows, hasMore, hasEarlier, isOutdated }: Rows<unknown>): Total | undefined {
  if (!rows || hasMore || hasEarlier || isOutdated) return undefined;
  return { count: rows.length, exact: true };
}

function moreThan({ rows }: Rows<unknown>, noun: Noun): string | undefined {
  const least = formatCount(PAGE_SIZE);
  return rows && t`More than ${least} ${noun.many}`;
}

/** How a row is drawn: in a table, as a card or as a cover. */
function useDrawing<Row extends { id: RecordId }>(
  props: Props<Row>,
  { opened, open }: ReturnType<typeof useReadingPlace>,
) {
  const { collection, heading, columns } = props;
  const canOpen = useCan(heading.permission);
  const isGoing = useGoing(collection.name);
  const titleOf = (row: Row) => {
    if (isGoing(row.id)) return <GoingTitle title={heading.title(row)} />;
    return canOpen ? (
      <RowLink to={heading.to} id={row.id} opened={opened} onOpen={open}>
        {heading.title(row)}
      </RowLink>
    ) : (
      heading.title(row)
    );
  };
  const first: Column<Row> = {
    ...heading,
    cell: (row) => (
      <RowTitle
        picture={heading.picture?.(row)}
        mark={heading.mark?.(row)}
        title={heading.title(row)}
      >
        {titleOf(row)}
      </RowTitle>
    ),
  };
  const card = (row: Row, isCover: boolean) => {
    const { lines, more } = props.card(row);
    return (
      <RowCard
        picture={heading.picture?.(row)}
        mark={heading.mark?.(row)}
        title={heading.title(row)}
        heading={titleOf(row)}
        lines={lines}
        isCover={isCover}
      >
        {more}
      </RowCard>
    );
  };
  return { columns: [first, ...columns], card };
}
