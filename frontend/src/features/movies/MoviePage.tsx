/** One film. */
import { Anchor } from "@mantine/core";
import { createLazyRoute, useNavigate } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { RecordPage } from "@/records/RecordPage";
import { RecordView } from "@/records/RecordView";
import { useCan } from "@/session/usePermissions";
import { BackLink } from "@/ui/BackLink";
import { LinkButton } from "@/ui/LinkButton";
import { type Movie, useMovies } from "./api";
import type { MovieSearch } from "./search";

export const Route = createLazyRoute("/movies/$id")({ component: MoviePage });

function MoviePage() {
  const { id } = Route.useParams();
  const navigate = useNavigate();
  const back = lastSearch<MovieSearch>("movies");
  const mayEdit = useCan("edit:movies");
  return (
    <RecordPage
      collection={useMovies()}
      id={id}
      noun="film"
      back={
        <BackLink to="/movies" search={back}>
          Back to the films
        </BackLink>
      }
      edit={
        mayEdit && (
          <LinkButton to="/movies/$id/edit" params={{ id }}>
            Edit
          </LinkButton>
        )
      }
      mayRemove={useCan("delete:movies")}
      onRemoved={() => void navigate({ to: "/movies", search: back })}
    >
      {(movie) => <MovieDetails movie={movie} />}
    </RecordPage>
  );
}

function MovieDetails({ movie }: { movie: Movie }) {
  return (
    <RecordView
      picture={movie.poster}
      title={movie.title}
      facts={[
        ["Year", movie.year],
        ["Genres", movie.genres.join(", ")],
        ["With", movie.cast.join(", ")],
      ]}
    >
      {movie.synopsis && <p>{movie.synopsis}</p>}
      {movie.wikipedia_page && (
        <Anchor href={movie.wikipedia_page} rel="noreferrer">
          Read on at Wikipedia
        </Anchor>
      )}
    </RecordView>
  );
}
