/** Reads a list page by page, following the server's own cursor. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";

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

export function usePages<Row>(key: readonly unknown[], read: ReadPage<Row>): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => cursorOf(page.next),
    // The rows stay while a filter changes, so that nothing jumps under the reader's eyes.
    placeholderData: keepPreviousData,
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

/** Only the cursor is taken from the address of the next page: the rest we know ourselves. */
export function cursorOf(next: string | null | undefined): string | undefined {
  if (!next) return undefined;
  return new URL(next, window.location.origin).searchParams.get("cursor") ?? undefined;
}
