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
import { mapRows, type Page, usePages } from "./usePages";

/** The number of a row, or the name a directory gives somebody. */
export type RecordId = number | string;

/** What a feature says about its API; the hooks below do the rest. */
export interface Collection<Item, Value, Draft, Search, Id extends RecordId = number> {
  name: string;
  list: (search: Search, cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;
  read: (id: Id, signal?: AbortSignal) => Promise<Versioned<Value>>;
  create: (draft: Draft) => Promise<Value>;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  change: (id: Id, draft: Draft, etag: string | null) => Promise<Versioned<Value>>;
  remove: (id: Id, etag: string | null) => Promise<unknown>;
}

export type Listed<Item, Search> = Pick<Collection<Item, never, never, Search>, "name" | "list">;
type Readable<Value, Id extends RecordId> = Pick<
  Collection<never, Value, never, never, Id>,
  "name" | "read"
>;

export function useRecords<Item, Search>(collection: Listed<Item, Search>, search: Search) {
  return usePages([collection.name, "list", search], (cursor, signal) =>
    collection.list(search, cursor, signal),
  );
}

export function useRecord<Value, Id extends RecordId>(collection: Readable<Value, Id>, id: Id) {
  return useQuery(recordOptions(collection, id));
}

/** Asks for the newest version of a record now, also when one is held. */
export function useLatest<Value, Id extends RecordId>(collection: Readable<Value, Id>, id: Id) {
  const queryClient = useQueryClient();
  return () => queryClient.fetchQuery({ ...recordOptions(collection, id), staleTime: 0 });
}

function recordOptions<Value, Id extends RecordId>(collection: Readable<Value, Id>, id: Id) {
  const queryKey = [collection.name, "one", id];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const held = client.getQueryData<Versioned<Value>>(queryKey);
      const read = await collection.read(id, signal);
      return held?.note && held.etag === read.etag ? { ...read, note: held.note } : read;
    },
  });
}

/** Adds a record. After it, as after every change here, whatever page comes next asks anew.
 * It never waits for the network: a form says at once that it could not be saved. */
export function useCreate<Value, Draft>(
  collection: Pick<Collection<never, Value, Draft, never>, "name" | "create">,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: collection.create,
    networkMode: "always",
    onSuccess: () => outdate(queryClient, collection.name),
  });
}

interface Saving<Draft> {
  draft: Draft;
  /** The version that is changed. */
  etag: string | null;
  /** What is to be said of the version it becomes. */
  note: string | null;
}

/** Changes a record; its answer is what detail and list show from then on. */
export function useSave<Value extends object, Draft, Id extends RecordId>(
  collection: Pick<Collection<never, Value, Draft, never, Id>, "name" | "change">,
  id: Id,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, etag, note }: Saving<Draft>) => ({
      ...(await collection.change(id, draft, etag)),
      note,
    }),
    networkMode: "always",
    onSuccess: (saved) => showSaved(queryClient, collection.name, id, saved),
  });
}

/** Deletes a record, if it is still the version that the etag names. */
export function useRemoval<Value, Id extends RecordId>(
  collection: Pick<Collection<never, Value, never, never, Id>, "name" | "read" | "remove">,
  id: Id,
  etag: string | null,
) {
  const queryClient = useQueryClient();
  const latest = useLatest(collection, id);
  return useMutation({
    mutationFn: () => collection.remove(id, etag),
    networkMode: "always",
    onSuccess: () => outdate(queryClient, collection.name, (row) => (isRow(row, id) ? null : row)),
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
