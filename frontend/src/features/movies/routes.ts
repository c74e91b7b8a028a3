/** The addresses of the films, and the permission each page needs. */
import { createRoute } from "@tanstack/react-router";
import { recordParams } from "@/records/recordParams";
import { rootRoute } from "@/routing/rootRoute";
import { movieSearch } from "./search";

const getParentRoute = () => rootRoute;

const list = createRoute({
  getParentRoute,
  path: "movies",
  validateSearch: movieSearch,
  staticData: { requires: "list:movies" },
}).lazy(() => import("./MovieListPage").then(({ Route }) => Route));

const add = createRoute({
  getParentRoute,
  path: "movies/new",
  staticData: { requires: "write:movies" },
}).lazy(() => import("./AddMoviePage").then(({ Route }) => Route));

const one = createRoute({
  getParentRoute,
  path: "movies/$id",
  params: recordParams,
  staticData: { requires: "read:movies" },
}).lazy(() => import("./MoviePage").then(({ Route }) => Route));

const edit = createRoute({
  getParentRoute,
  path: "movies/$id/edit",
  params: recordParams,
  staticData: { requires: "edit:movies" },
}).lazy(() => import("./EditMoviePage").then(({ Route }) => Route));

export const movieRoutes = [list, add, one, edit] as const;
