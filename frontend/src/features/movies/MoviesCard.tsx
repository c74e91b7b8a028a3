/** The films on the start page. */
import { CollectionCard } from "@/records/CollectionCard";
import { useMovieSummary } from "./api";

export default function MoviesCard() {
  const { data, error } = useMovieSummary();
  return <CollectionCard to="/movies" title="Movies" noun="films" summary={data} error={error} />;
}
