/** The movies API. */
import { useQuery } from "@tanstack/react-query";
import { type Api, dataOf, ifUnchanged, versionedDataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import type { Collection } from "@/records/recordQueries";
import type { MovieSearch } from "./search";

export type Movie = components["schemas"]["Movie"];
export type MovieItem = components["schemas"]["MovieEntry"];
export type MovieDraft = components["schemas"]["MovieRequest"];

const PAGE_SIZE = 50;

function moviesOf(api: Api): Collection<MovieItem, Movie, MovieDraft, MovieSearch> {
  return {
    name: "movies",
    list: ({ genre, ...search }, cursor, signal) => {
      // The API takes several genres; the page asks for one at a time.
      const genres = genre === undefined ? undefined : [genre];
      const query = { ...search, genre: genres, cursor, page_size: PAGE_SIZE };
      return dataOf(api.GET("/api/movies/", { params: { query }, signal }));
    },
    read: (id, signal) =>
      versionedDataOf(
        api.GET("/api/movies/{id}/", { params: { path: { id } }, ...(signal && { signal }) }),
      ),
    create: (body) => dataOf(api.POST("/api/movies/", { body })),
    change: (id, body, etag) =>
      versionedDataOf(
        api.PUT("/api/movies/{id}/", {
          params: { path: { id } },
          body,
          headers: ifUnchanged(etag),
        }),
      ),
    remove: (id, etag) =>
      dataOf(
        api.DELETE("/api/movies/{id}/", { params: { path: { id } }, headers: ifUnchanged(etag) }),
      ),
  };
}

export function useMovies() {
  return moviesOf(useApi());
}

/** How many films there are, of which genres and years. */
export function useMovieSummary() {
  const api = useApi();
  return useQuery({
    queryKey: ["movies", "summary"],
    queryFn: ({ signal }) => dataOf(api.GET("/api/movies/summary/", { signal })),
    staleTime: 60_000,
  });
}
