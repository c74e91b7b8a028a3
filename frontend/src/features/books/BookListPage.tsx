/** All books: looked through, narrowed down, put in order. */
import { createLazyRoute } from "@tanstack/react-router";
import { ListPage } from "@/records/ListPage";
import { useCan } from "@/session/usePermissions";
import { LinkButton } from "@/ui/LinkButton";
import { useBookSummary, useBooks } from "./api";
import { BookCard, bookColumns } from "./BookColumns";
import { BookFilters } from "./BookFilters";
import type { BookSearch } from "./search";

export const Route = createLazyRoute("/books")({ component: BookListPage });

function BookListPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: summary } = useBookSummary();
  const isOpenable = useCan("read:books");
  const mayAdd = useCan("write:books");
  const show = (changed: BookSearch) =>
    void navigate({ search: changed, replace: true, resetScroll: false });

  return (
    <ListPage
      title="Books"
      noun={{ one: "book", many: "books" }}
      collection={useBooks()}
      search={search}
      usualOrdering="title"
      onSearch={show}
      filters={
        <BookFilters
          search={search}
          summary={summary}
          onChange={(changes) => show({ ...search, ...changes })}
        />
      }
      columns={bookColumns(isOpenable)}
      card={(book) => <BookCard book={book} isOpenable={isOpenable} />}
      total={summary?.total}
      add={mayAdd && <LinkButton to="/books/new">Add a book</LinkButton>}
    />
  );
}
