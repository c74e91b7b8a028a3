/** Reads a list page by page, following the server's own cursor. */
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
} from "@tanstack/react-query";

export interface Page<Row> {
  next?: string | null;
  results: Row[];
}

export interface Rows<Row> {
  /** Undefined until the first page has come. */
  rows: Row[] | undefined;
  error: Error | null;
  /** True while rows of the question before are still shown. */
  isOutdated: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

type ReadPage<Row> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

const PARTIAL_MS = 3000;

export function usePages<Row>(
  key: readonly unknown[],
  read: ReadPage<Row>,
  isPartial: (row: Row) => boolean = () => false,
): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    // The rows stay while a filter changes, so that nothing jumps under the reader's eyes.
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.results.some(isPartial)) ? PARTIAL_MS : false,
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.results),
    error: query.error,
    isOutdated: query.isPlaceholderData,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
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

/** Only the cursor is taken from the address of the next page: the rest we know ourselves. */
export function cursorOf(next: string | null | undefined): string | undefined {
  if (!next) return undefined;
  return new URL(next, window.location.origin).searchParams.get("cursor") ?? undefined;
}
