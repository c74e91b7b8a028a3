/** One book. */
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { RecordPage } from "@/records/RecordPage";
import { RecordView } from "@/records/RecordView";
import { useCan } from "@/session/usePermissions";
import { BackLink } from "@/ui/BackLink";
import { formatYear } from "@/ui/format";
import { LinkButton } from "@/ui/LinkButton";
import { useBooks } from "./api";
import type { BookSearch } from "./search";
import { languageInWords, ratingInWords } from "./words";

export const Route = createLazyRoute("/books/$id")({ component: BookPage });

function BookPage() {
  const { id } = Route.useParams();
  const navigate = useNavigate();
  const back = lastSearch<BookSearch>("books");
  const mayEdit = useCan("edit:books");
  return (
    <RecordPage
      collection={useBooks()}
      id={id}
      noun="book"
      back={
        <BackLink to="/books" search={back}>
          Back to the books
        </BackLink>
      }
      edit={
        mayEdit && (
          <LinkButton to="/books/$id/edit" params={{ id }}>
            Edit
          </LinkButton>
        )
      }
      mayRemove={useCan("delete:books")}
      onRemoved={() => void navigate({ to: "/books", search: back })}
    >
      {(book) => (
        <RecordView
          picture={book.cover}
          title={book.title}
          facts={[
            ["By", book.authors.join(", ")],
            ["Year", formatYear(book.year)],
            ["Language", languageInWords(book.language)],
            ["Rating", ratingInWords(book)],
            ["ISBN", book.isbn],
          ]}
        />
      )}
    </RecordPage>
  );
}
