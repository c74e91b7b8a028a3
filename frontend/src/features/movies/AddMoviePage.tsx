/** A new film. */
import { createLazyRoute } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { AddRecord } from "@/records/RecordEditors";
import { Page } from "@/ui/Page";
import { useMovies } from "./api";
import { movieEditing } from "./MovieEditing";
import type { MovieSearch } from "./search";

export const Route = createLazyRoute("/movies/new")({ component: AddMoviePage });

function AddMoviePage() {
  const navigate = Route.useNavigate();
  return (
    <Page title="Add a film">
      <AddRecord
        collection={useMovies()}
        editing={movieEditing}
        action="Add the film"
        onSaved={({ id }) => void navigate({ to: "/movies/$id", params: { id } })}
        onCancel={() => void navigate({ to: "/movies", search: lastSearch<MovieSearch>("movies") })}
      />
    </Page>
  );
}
