/** A film that is being changed. */
import { createLazyRoute } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { ChangeRecord } from "@/records/RecordEditors";
import { BackLink } from "@/ui/BackLink";
import { Page } from "@/ui/Page";
import { useMovies } from "./api";
import { movieEditing } from "./MovieEditing";
import type { MovieSearch } from "./search";

export const Route = createLazyRoute("/movies/$id/edit")({ component: EditMoviePage });

function EditMoviePage() {
  const { id } = Route.useParams();
  const navigate = Route.useNavigate();
  const show = () => void navigate({ to: "/movies/$id", params: { id } });
  return (
    <Page title="Edit the film">
      <ChangeRecord
        collection={useMovies()}
        id={id}
        editing={movieEditing}
        action="Save the film"
        back={
          <BackLink to="/movies" search={lastSearch<MovieSearch>("movies")}>
            Back to the films
          </BackLink>
        }
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
