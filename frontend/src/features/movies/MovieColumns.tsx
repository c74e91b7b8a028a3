/** How one film looks in the list, on a desk and on a phone. */
import { Link } from "@tanstack/react-router";
import { RowCard } from "@/records/RowCard";
import type { Column } from "@/records/RowTable";
import { RowTitle } from "@/records/RowTitle";
import type { MovieItem } from "./api";

/** The title leads to the film for those who may open it. */
function Title({ movie, isOpenable }: { movie: MovieItem; isOpenable: boolean }) {
  if (!isOpenable) return movie.title;
  return (
    <Link to="/movies/$id" params={{ id: movie.id }}>
      {movie.title}
    </Link>
  );
}

export function movieColumns(isOpenable: boolean): Column<MovieItem>[] {
  return [
    {
      header: "Title",
      ordering: "title",
      directions: ["A to Z", "Z to A"],
      width: "40%",
      cell: (movie) => (
        <RowTitle picture={movie.poster} title={movie.title}>
          <Title movie={movie} isOpenable={isOpenable} />
        </RowTitle>
      ),
    },
    {
      header: "Year",
      ordering: "year",
      directions: ["oldest first", "newest first"],
      descendingFirst: true,
      width: "5rem",
      cell: ({ year }) => year,
    },
    { header: "Genres", width: "22%", cell: ({ genres }) => genres.join(", ") },
    { header: "With", cell: ({ cast }) => cast.join(", ") },
  ];
}

export function MovieCard({ movie, isOpenable }: { movie: MovieItem; isOpenable: boolean }) {
  return (
    <RowCard
      picture={movie.poster}
      title={movie.title}
      heading={<Title movie={movie} isOpenable={isOpenable} />}
      lines={[[movie.year, ...movie.genres].join(" · "), movie.cast.join(", ")]}
    />
  );
}
