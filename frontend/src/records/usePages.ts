/** Reads a list page by page, following the server's own cursors, and holds a few pages of it. */
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
} from "@tanstack/react-query";

export interface Page<Row> {
  next?: string | null;
  previous?: string | null;
  results: Row[];
}

/** A place in a list to read from: a cursor of the server's or what its order begins with there, and
 * how many rows lie before it, as far as that is known. */
export interface Start {
  at: number;
  cursor?: string;
  startingAt?: string;
}

export interface Rows<Row> {
  /** Those that are held, one after the other. Undefined until the first page has come. */
  rows: Row[] | undefined;
  /** Which question they answer; undefined while the one that was asked is not answered. */
  question: string | undefined;
  /** How many rows lie before them; below zero where more turned up than was known of. */
  first: number;
  /** Where the pages that are held begin. */
  starts: readonly Start[];
  error: Error | null;
  /** True while rows of the question before are still shown. */
  isOutdated: boolean;
  hasMore: boolean;
  hasEarlier: boolean;
  isLoadingMore: boolean;
  /** True while any page is asked for. */
  isFetching: boolean;
  loadMore: () => void;
  loadEarlier: () => void;
  retry: () => void;
}

type ReadPage<Row> = (
  cursor: string | undefined,
  signal: AbortSignal,
  startingAt?: string,
) => Promise<Page<Row>>;

export interface Reading<Row> {
  isPartial?: ((row: Row) => boolean) | undefined;
  start?: Start;
  /** Beyond so many pages those are forgotten that are farthest from what is read. All are kept without. */
  mostPages?: number;
}

/** What is asked for: a place, or what ends before one. */
type PageParam = Start | { cursor: string; before: number };

const PARTIAL_MS = 3000;
const BEGINNING: Start = { at: 0 };

export function usePages<Row>(
  key: readonly unknown[],
  read: ReadPage<Row>,
  { isPartial = () => false, start = BEGINNING, mostPages }: Reading<Row> = {},
): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey: listKey(key, start),
    queryFn: async ({ pageParam, signal }) => {
      const asked = pageParam as PageParam;
      const startingAt = "startingAt" in asked ? asked.startingAt : undefined;
      const page = await read(asked.cursor, signal, startingAt);
      const at = "at" in asked ? asked.at : asked.before - page.results.length;
      return { ...page, start: { ...asked, at } as Start };
    },
    initialPageParam: start as PageParam,
    getNextPageParam: ({ next, start, results }) =>
      paramOf(next, (cursor) => ({ cursor, at: start.at + results.length })),
    getPreviousPageParam: ({ previous, start }) =>
      paramOf(previous, (cursor) => ({ cursor, before: start.at })),
    ...(mostPages && { maxPages: mostPages }),
    // The rows stay while a filter changes, so that nothing jumps under the reader's eyes.
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.results.some(isPartial)) ? PARTIAL_MS : false,
  });
  const pages = query.data?.pages;
  return {
    rows: pages?.flatMap((page) => page.results),
    first: pages?.[0]?.start.at ?? 0,
    // What was read backwards ends at its cursor: nothing can be read on from there.
    starts: pages?.flatMap(({ start }) => ("before" in start ? [] : [start])) ?? [],
    question: query.data && !query.isPlaceholderData ? JSON.stringify([key, start]) : undefined,
    error: query.error,
    isOutdated: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    hasEarlier: query.hasPreviousPage,
    isLoadingMore: query.isFetchingNextPage,
    isFetching: query.isFetching,
    loadMore: () => void query.fetchNextPage(),
    loadEarlier: () => void query.fetchPreviousPage(),
    retry: () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch()),
  };
}

export function listKey(key: readonly unknown[], start: Start): unknown[] {
  return [...key, start];
}

/** Changes rows that are held already, or takes them away, in every list below a key. */
export function mapRows(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (row: object) => object | null,
): void {
  queryClient.setQueriesData<InfiniteData<Page<object>>>(
    { queryKey },
    (lists) =>
      lists && {
        ...lists,
        pages: lists.pages.map((page) => ({
          ...page,
          results: page.results.flatMap((row) => change(row) ?? []),
        })),
      },
  );
}

function paramOf<Param>(link: string | null | undefined, make: (cursor: string) => Param) {
  const cursor = cursorOf(link);
  return cursor ? make(cursor) : undefined;
}

/** Only the cursor is taken from the address of a page: the rest we know ourselves. */
export function cursorOf(link: string | null | undefined): string | undefined {
  if (!link) return undefined;
  return new URL(link, window.location.origin).searchParams.get("cursor") ?? undefined;
}
