/** All films: looked through, narrowed down, put in order. */
import { createLazyRoute } from "@tanstack/react-router";
import { useRecords } from "@/api/records";
import { isNarrowed } from "@/api/search";
import { useCan } from "@/session/mine";
import { ProblemPanel } from "@/session/ProblemPanel";
import { Page } from "@/ui/Page";
import { ResultList } from "@/ui/ResultList";
import { useMovieSummary, useMovies } from "./api";
import { MovieCard, movieColumns } from "./MovieColumns";
import { MovieFilters } from "./MovieFilters";
import type { MovieSearch } from "./search";

export const Route = createLazyRoute("/movies")({ component: MovieListPage });

function MovieListPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const change = (changes: MovieSearch) =>
    void navigate({ search: { ...search, ...changes }, replace: true, resetScroll: false });

  const movies = useRecords(useMovies(), search);
  const { data: summary } = useMovieSummary();
  const isOpenable = useCan("read:movies");
  const narrowed = isNarrowed(search);

  return (
    <Page title="Movies" actions={useCan("write:movies") && <span />}>
      <MovieFilters search={search} summary={summary} onChange={change} />
      <ResultList
        rows={movies}
        noun={{ one: "film", many: "films" }}
        columns={movieColumns(isOpenable)}
        card={(movie) => <MovieCard movie={movie} isOpenable={isOpenable} />}
        ordering={search.ordering}
        onOrdering={(ordering) => change({ ordering: ordering as MovieSearch["ordering"] })}
        total={narrowed ? undefined : summary?.total}
        onClear={narrowed ? () => void navigate({ search: {} }) : undefined}
        whenFailed={(error, retry) => <ProblemPanel error={error} retry={retry} />}
      />
    </Page>
  );
}
