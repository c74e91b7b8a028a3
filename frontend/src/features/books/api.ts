/** The books API. */
import { useQuery } from "@tanstack/react-query";
import { type Api, dataOf, ifUnchanged, versionedDataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import type { Collection } from "@/records/recordQueries";
import type { BookSearch } from "./search";

export type Book = components["schemas"]["Book"];
export type BookItem = components["schemas"]["BookEntry"];
export type BookDraft = components["schemas"]["BookRequest"];

const PAGE_SIZE = 50;

function booksOf(api: Api): Collection<BookItem, Book, BookDraft, BookSearch> {
  return {
    name: "books",
    list: (search, cursor, signal) => {
      const query = { ...search, cursor, page_size: PAGE_SIZE };
      return dataOf(api.GET("/api/books/", { params: { query }, signal }));
    },
    read: (id, signal) =>
      versionedDataOf(
        api.GET("/api/books/{id}/", { params: { path: { id } }, ...(signal && { signal }) }),
      ),
    create: (body) => dataOf(api.POST("/api/books/", { body })),
    change: (id, body, etag) =>
      versionedDataOf(
        api.PUT("/api/books/{id}/", {
          params: { path: { id } },
          body,
          headers: ifUnchanged(etag),
        }),
      ),
    remove: (id, etag) =>
      dataOf(
        api.DELETE("/api/books/{id}/", { params: { path: { id } }, headers: ifUnchanged(etag) }),
      ),
  };
}

export function useBooks() {
  return booksOf(useApi());
}

/** How many books there are, in which languages and of which years. */
export function useBookSummary() {
  const api = useApi();
  return useQuery({
    queryKey: ["books", "summary"],
    queryFn: ({ signal }) => dataOf(api.GET("/api/books/summary/", { signal })),
    staleTime: 60_000,
  });
}
