/** All films: looked through, narrowed down, put in order. */
import { createLazyRoute } from "@tanstack/react-router";
import { ListPage } from "@/records/ListPage";
import { useCan } from "@/session/usePermissions";
import { LinkButton } from "@/ui/LinkButton";
import { useMovieSummary, useMovies } from "./api";
import { MovieCard, movieColumns } from "./MovieColumns";
import { MovieFilters } from "./MovieFilters";
import type { MovieSearch } from "./search";

export const Route = createLazyRoute("/movies")({ component: MovieListPage });

function MovieListPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: summary } = useMovieSummary();
  const isOpenable = useCan("read:movies");
  const mayAdd = useCan("write:movies");
  const show = (changed: MovieSearch) =>
    void navigate({ search: changed, replace: true, resetScroll: false });

  return (
    <ListPage
      title="Movies"
      noun={{ one: "film", many: "films" }}
      collection={useMovies()}
      search={search}
      usualOrdering="-year"
      onSearch={show}
      filters={
        <MovieFilters
          search={search}
          summary={summary}
          onChange={(changes) => show({ ...search, ...changes })}
        />
      }
      columns={movieColumns(isOpenable)}
      card={(movie) => <MovieCard movie={movie} isOpenable={isOpenable} />}
      total={summary?.total}
      add={mayAdd && <LinkButton to="/movies/new">Add a film</LinkButton>}
    />
  );
}
