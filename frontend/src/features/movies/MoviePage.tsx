import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";

export const Route = createLazyRoute("/movies/$id")({ component: MoviePage });

function MoviePage() {
  const { id } = Route.useParams();
  return <Page title="Film">{id}</Page>;
}
