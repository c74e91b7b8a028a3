/** A new film. */
import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { AddRecord } from "@/ui/RecordEditors";
import { useMovies } from "./api";
import { movieEditing } from "./MovieEditing";

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
        onCancel={() => void navigate({ to: "/movies" })}
      />
    </Page>
  );
}
