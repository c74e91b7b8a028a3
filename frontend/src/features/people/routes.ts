/** The addresses of the people, and the permission each page needs. */
import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "@/routing/rootRoute";
import { peopleSearch } from "./search";

const getParentRoute = () => rootRoute;

const list = createRoute({
  getParentRoute,
  path: "people",
  validateSearch: peopleSearch,
  staticData: { requires: "list:users" },
}).lazy(() => import("./PeopleListPage").then(({ Route }) => Route));

const add = createRoute({
  getParentRoute,
  path: "people/new",
  staticData: { requires: "write:users" },
}).lazy(() => import("./AddPersonPage").then(({ Route }) => Route));

const one = createRoute({
  getParentRoute,
  path: "people/$id",
  staticData: { requires: "read:users" },
}).lazy(() => import("./PersonPage").then(({ Route }) => Route));

const edit = createRoute({
  getParentRoute,
  path: "people/$id/edit",
  staticData: { requires: "edit:users" },
}).lazy(() => import("./EditPersonPage").then(({ Route }) => Route));

export const peopleRoutes = [list, add, one, edit] as const;
