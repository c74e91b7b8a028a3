/** A book that is being changed. */
import { createLazyRoute } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { ChangeRecord } from "@/records/RecordEditors";
import { BackLink } from "@/ui/BackLink";
import { Page } from "@/ui/Page";
import { useBooks } from "./api";
import { bookEditing } from "./BookEditing";
import type { BookSearch } from "./search";

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
        back={
          <BackLink to="/books" search={lastSearch<BookSearch>("books")}>
            Back to the books
          </BackLink>
        }
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
