/** A film that is being changed. */
import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { ChangeRecord } from "@/ui/RecordEditors";
import { useMovies } from "./api";
import { movieEditing } from "./MovieEditing";

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
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
