/** A book that is being changed. */
import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { ChangeRecord } from "@/ui/RecordEditors";
import { useBooks } from "./api";
import { bookEditing } from "./BookEditing";

export const Route = createLazyRoute("/books/$id/edit")({ component: EditBookPage });

function EditBookPage() {
  const { id } = Route.useParams();
  const navigate = Route.useNavigate();
  const show = () => void navigate({ to: "/books/$id", params: { id } });
  return (
    <Page title="Edit the book">
      <ChangeRecord
        collection={useBooks()}
        id={id}
        editing={bookEditing}
        action="Save the book"
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
