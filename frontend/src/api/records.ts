/** The questions and changes that every collection of records has in common. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Versioned } from "./client";
import { type Page, usePages } from "./pages";

/** The number of a row, or the name a directory gives somebody. */
export type RecordId = number | string;

/** What a feature says about its API; the hooks below do the rest. */
export interface Collection<Item, Value, Draft, Search, Id extends RecordId = number> {
  name: string;
  list: (search: Search, cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>;
  read: (id: Id, signal?: AbortSignal) => Promise<Versioned<Value>>;
  create: (draft: Draft) => Promise<Value>;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  change: (id: Id, draft: Draft, etag: string | null) => Promise<Value>;
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
  return queryOptions({
    queryKey: [collection.name, "one", id],
    queryFn: ({ signal }) => collection.read(id, signal),
  });
}

/** A change to a collection, after which whatever page comes next asks anew. The page that is
 * being left does not: what it showed may be gone.
 * It never waits for the network: a form says at once that it could not be saved. */
export function useChange<Input, Result>(name: string, act: (input: Input) => Promise<Result>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    networkMode: "always",
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [name], refetchType: "none" }),
  });
}
