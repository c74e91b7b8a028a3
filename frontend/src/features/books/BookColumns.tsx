/** How one book looks in the list, on a desk and on a phone. */
import { Link } from "@tanstack/react-router";
import { RowCard } from "@/records/RowCard";
import type { Column } from "@/records/RowTable";
import { RowTitle } from "@/records/RowTitle";
import { formatCount, formatYear } from "@/ui/format";
import type { BookItem } from "./api";
import { ratingInWords } from "./words";

/** The title leads to the book for those who may open it. */
function Title({ book, isOpenable }: { book: BookItem; isOpenable: boolean }) {
  if (!isOpenable) return book.title;
  return (
    <Link to="/books/$id" params={{ id: book.id }}>
      {book.title}
    </Link>
  );
}

export function bookColumns(isOpenable: boolean): Column<BookItem>[] {
  return [
    {
      header: "Title",
      ordering: "title",
      directions: ["A to Z", "Z to A"],
      cell: (book) => (
        <RowTitle picture={book.cover} title={book.title}>
          <Title book={book} isOpenable={isOpenable} />
        </RowTitle>
      ),
    },
    { header: "By", width: "26%", cell: ({ authors }) => authors.join(", ") },
    {
      header: "Year",
      ordering: "year",
      directions: ["oldest first", "newest first"],
      descendingFirst: true,
      width: "5.5rem",
      cell: ({ year }) => formatYear(year),
    },
    {
      header: "Rating",
      ordering: "average_rating",
      directions: ["lowest first", "highest first"],
      descendingFirst: true,
      numeric: true,
      width: "5.5rem",
      cell: ({ average_rating }) => average_rating?.toFixed(2),
    },
    {
      header: "Rated by",
      ordering: "ratings_count",
      directions: ["fewest first", "most first"],
      descendingFirst: true,
      numeric: true,
      width: "7rem",
      cell: ({ ratings_count }) => formatCount(ratings_count),
    },
  ];
}

export function BookCard({ book, isOpenable }: { book: BookItem; isOpenable: boolean }) {
  return (
    <RowCard
      picture={book.cover}
      title={book.title}
      heading={<Title book={book} isOpenable={isOpenable} />}
      lines={[
        [book.authors.join(", "), formatYear(book.year)].filter(Boolean).join(" · "),
        ratingInWords(book),
      ]}
    />
  );
}
