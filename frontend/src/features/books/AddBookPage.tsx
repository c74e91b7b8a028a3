/** A new book. */
import { createLazyRoute } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { AddRecord } from "@/records/RecordEditors";
import { Page } from "@/ui/Page";
import { useBooks } from "./api";
import { bookEditing } from "./BookEditing";
import type { BookSearch } from "./search";

export const Route = createLazyRoute("/books/new")({ component: AddBookPage });

function AddBookPage() {
  const navigate = Route.useNavigate();
  return (
    <Page title="Add a book">
      <AddRecord
        collection={useBooks()}
        editing={bookEditing}
        action="Add the book"
        onSaved={({ id }) => void navigate({ to: "/books/$id", params: { id } })}
        onCancel={() => void navigate({ to: "/books", search: lastSearch<BookSearch>("books") })}
      />
    </Page>
  );
}
