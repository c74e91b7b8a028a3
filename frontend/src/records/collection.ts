/** The API of records, typed by its OpenAPI document: five operations, the same for every resource. */
import {
  type Answer,
  type Api,
  dataOf,
  ifUnchanged,
  type Versioned,
  versionedDataOf,
} from "@/api/client";
import type { paths } from "@/api/schema";
import { useApi } from "@/api/useApi";
import type { Page } from "./usePages";

type JsonOf<Part> = Part extends { content: { "application/json": infer Body } } ? Body : never;
type Operation<Path, Method> = Path extends keyof paths
  ? Method extends keyof paths[Path]
    ? paths[Path][Method]
    : never
  : never;
type AnswerOf<Part> = Part extends { responses: infer Answers }
  ? JsonOf<Answers[keyof Answers & (200 | 201)]>
  : never;
type SentTo<Part> = Part extends { requestBody?: infer Body } ? JsonOf<NonNullable<Body>> : never;

/** Every API with records, by the last part of its path. */
export type CollectionName = {
  [Path in keyof paths]: Path extends `/api/${infer Name}/{id}/` ? Name : never;
}[keyof paths];

/** A resource whose records have numbers, and are changed as a whole. */
export type ResourceName = {
  [Name in CollectionName]: Operation<`/api/${Name}/{id}/`, "put"> extends {
    parameters: { path: { id: number } };
  }
    ? Name
    : never;
}[CollectionName];

/** One record as the list shows it. */
export type RowOf<Name extends string> =
  AnswerOf<Operation<`/api/${Name}/`, "get">> extends { results: (infer Row)[] } ? Row : never;
/** One record in full. */
export type RecordOf<Name extends string> = AnswerOf<Operation<`/api/${Name}/{id}/`, "get">>;
/** What a new record is made of. */
export type BodyOf<Name extends string> = SentTo<Operation<`/api/${Name}/`, "post">>;
/** What the answer to a new record says. */
export type CreatedOf<Name extends string> = AnswerOf<Operation<`/api/${Name}/`, "post">>;
/** What a list can be asked for. */
export type QueryOf<Name extends string> =
  Operation<`/api/${Name}/`, "get"> extends { parameters: { query?: infer Query } }
    ? NonNullable<Query>
    : never;
/** What there is in all; never where the resource has no summary. */
export type SummaryOf<Name extends string> = AnswerOf<Operation<`/api/${Name}/summary/`, "get">>;

/** What a change of a record says. */
export type ChangeOf<Name extends string, Method extends string> = SentTo<
  Operation<`/api/${Name}/{id}/`, Method>
>;

/** The number of a record, or the name a directory gives somebody. */
export type RecordId = number | string;

/** How a list is searched, filtered and ordered; what is undefined is not asked. */
export type Search = Record<string, string | number | undefined>;

export interface Collection<Row, Full, Body, Created = Full, Change = Body> {
  name: string;
  list: (search: Search, cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;
  read: (id: RecordId, signal?: AbortSignal) => Promise<Versioned<Full>>;
  /** Sent again with the same key, it makes nothing more and answers the same. */
  create: (body: Body, idempotencyKey: string) => Promise<Versioned<Created>>;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  change: (id: RecordId, body: Change, etag: string | null) => Promise<Versioned<Full>>;
  remove: (id: RecordId, etag: string | null) => Promise<unknown>;
  /** Whether something of a row is to be told yet, so that the list is asked for again. */
  isPartial?(row: Row): boolean;
}

/** The client types each path by itself. Here paths are put together, and the types with them. */
type Request = <Data>(
  method: string,
  path: string,
  init: {
    params?: { path?: { id: RecordId }; query?: object };
    body?: unknown;
    headers?: Record<string, string>;
    signal?: AbortSignal | undefined;
  },
) => Promise<Answer<Data>>;

/** Rows. */
export const PAGE_SIZE = 50;

/** `method`: by which a record is changed, as a whole (put) or in part (patch). */
export function collectionOf<
  const Name extends CollectionName,
  const Method extends "put" | "patch" = "put",
>(api: Api, name: Name, method?: Method) {
  type Full = RecordOf<Name>;
  const request = api.request as Request;
  const all = `/api/${name}/`;
  const one = `${all}{id}/`;
  const at = (id: RecordId) => ({ path: { id } });
  const collection: Collection<
    RowOf<Name>,
    Full,
    BodyOf<Name>,
    CreatedOf<Name>,
    ChangeOf<Name, Method>
  > = {
    name,
    list: (search, cursor, signal) => {
      const query = { page_size: PAGE_SIZE, ...search, cursor };
      return dataOf(request("get", all, { params: { query }, signal }));
    },
    read: (id, signal) => versionedDataOf(request("get", one, { params: at(id), signal })),
    create: (body, idempotencyKey) =>
      versionedDataOf(
        request("post", all, { body, headers: { "Idempotency-Key": idempotencyKey } }),
      ),
    change: (id, body, etag) =>
      versionedDataOf(
        request(method ?? "put", one, { params: at(id), body, headers: ifUnchanged(etag) }),
      ),
    remove: (id, etag) =>
      dataOf(request("delete", one, { params: at(id), headers: ifUnchanged(etag) })),
  };
  return collection;
}

export function useCollection<
  const Name extends CollectionName,
  const Method extends "put" | "patch" = "put",
>(name: Name, method?: Method) {
  return collectionOf(useApi(), name, method);
}
