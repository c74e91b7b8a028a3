/** The questions and changes that every collection of records has in common. */
import {
  type QueryClient,
  type QueryKey,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Versioned } from "@/api/client";
import { statusOf } from "@/session/problem";
import type { Collection, RecordId, Search } from "./collection";
import { useIdempotencyKey } from "./useIdempotencyKey";
import { mapRows, type Reading, usePages } from "./usePages";

type Readable<Full> = Pick<Collection<never, Full, never>, "name" | "read">;

export function useRecords<Row>(
  collection: Pick<Collection<Row, never, never>, "name" | "list" | "isPartial">,
  search: Search,
  reading: Pick<Reading<Row>, "start" | "mostPages"> = {},
) {
  const { isPartial } = collection;
  return usePages(
    [collection.name, "list", search],
    (cursor, signal, starting_at) =>
      collection.list(starting_at ? { ...search, starting_at } : search, cursor, signal),
    { isPartial, ...reading },
  );
}

export function useRecord<Full>(collection: Readable<Full>, id: RecordId) {
  return useQuery(recordOptions(collection, id));
}

/** Asks for the newest version of a record now, also when one is held. */
export function useLatest<Full>(collection: Readable<Full>, id: RecordId) {
  const queryClient = useQueryClient();
  return () => queryClient.fetchQuery({ ...recordOptions(collection, id), staleTime: 0 });
}

function recordOptions<Full>(collection: Readable<Full>, id: RecordId) {
  const queryKey = [collection.name, "one", id];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const held = client.getQueryData<Versioned<Full>>(queryKey);
      const read = await collection.read(id, signal);
      return held?.note && held.etag === read.etag ? { ...read, note: held.note } : read;
    },
  });
}

/** Adds a record. After it, as after every change here, whatever page comes next asks anew.
 * It never waits for the network: a form says at once that it could not be saved. */
export function useCreate<Body, Created>(
  collection: Pick<Collection<never, never, Body, Created>, "name" | "create">,
) {
  const queryClient = useQueryClient();
  const keyOf = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: Body) => collection.create(body, keyOf(body)),
    networkMode: "always",
    onSuccess: () => outdate(queryClient, collection.name),
  });
}

interface Saving<Body> {
  body: Body;
  /** The version that is changed. */
  etag: string | null;
  /** What is to be said of the version it becomes. */
  note: string | null;
}

/** Changes a record; its answer is what detail and list show from then on. */
export function useSave<Full extends object, Body>(
  collection: Pick<Collection<never, Full, never, never, Body>, "name" | "change">,
  id: RecordId,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, etag, note }: Saving<Body>) => ({
      ...(await collection.change(id, body, etag)),
      note,
    }),
    networkMode: "always",
    onSuccess: (saved) => showSaved(queryClient, collection.name, id, saved),
  });
}

/** Deletes a record, if it is still the version that the etag names. */
export function useRemoval(
  collection: Pick<Collection<never, unknown, never>, "name" | "read" | "remove">,
  id: RecordId,
  etag: string | null,
) {
  const queryClient = useQueryClient();
  const latest = useLatest(collection, id);
  return useMutation({
    mutationFn: () => collection.remove(id, etag),
    networkMode: "always",
    onSuccess: () => showRemoved(queryClient, collection.name, id),
    // What is asked to be deleted is no longer what was shown: show it, and let them look.
    onError: (error) => (statusOf(error) === 412 ? latest() : undefined),
  });
}

/** Shows the answer to a change wherever the record is shown, until the server is asked again. */
export async function showSaved<Value extends object>(
  queryClient: QueryClient,
  name: string,
  id: RecordId,
  saved: Versioned<Value>,
): Promise<void> {
  await outdate(queryClient, name, (row) =>
    isRow(row, id) ? withValuesOf(saved.value, row) : row,
  );
  const queryKey = [name, "one", id];
  if (saved.etag) queryClient.setQueryData(queryKey, saved);
  // Without its version the next change could not say what it changes, so it is read again.
  else queryClient.removeQueries({ queryKey, type: "inactive" });
}

/** Shows a record that was deleted no longer. */
export async function showRemoved(
  queryClient: QueryClient,
  name: string,
  id: RecordId,
): Promise<void> {
  await outdate(queryClient, name, (row) => (isRow(row, id) ? null : row));
}

/** Has everything of a collection asked anew by the page that comes next, whose rows are drawn as
 * changed until then. The page that is being left does not ask: what it showed may be gone. What
 * was asked before and is answered only now would show what is no longer so, and is dropped. */
async function outdate(
  queryClient: QueryClient,
  name: string,
  change: (row: object) => object | null = (row) => row,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey: [name] });
  mapRows(queryClient, [name, "list"], change);
  await queryClient.invalidateQueries({ queryKey: [name], refetchType: "none" });
}

/** Has what follows from a change elsewhere asked anew, and not shown as it was until then. */
export function forget(queryClient: QueryClient, ...queryKeys: QueryKey[]): void {
  for (const queryKey of queryKeys) {
    queryClient.removeQueries({ queryKey, type: "inactive" });
    void queryClient.invalidateQueries({ queryKey });
  }
}

function isRow(row: object, id: RecordId): boolean {
  return (row as { id: RecordId }).id === id;
}

/** A row says less of a record than the record itself. */
function withValuesOf<Row extends object>(record: object, row: Row): Row {
  const known = Object.entries(record).filter(([name]) => name in row);
  return { ...row, ...Object.fromEntries(known) };
}
