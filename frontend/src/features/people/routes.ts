/** The addresses of the people, and the permission each page needs. */
import { createRoute } from "@tanstack/react-router";
import type { Search } from "@/records/collection";
import { only, textIn } from "@/records/searchParams";
import { rootRoute } from "@/routing/rootRoute";

const getParentRoute = () => rootRoute;

const list = createRoute({
  getParentRoute,
  path: "people",
  validateSearch: only((raw): Search => ({ search: textIn(raw.search), role: textIn(raw.role) })),
  staticData: { requires: "list:users" },
}).lazy(() => import("./PeopleListPage").then(({ Route }) => Route));

const add = createRoute({
  getParentRoute,
  path: "people/new",
  staticData: { requires: "write:users" },
}).lazy(() => import("./PersonFormPages").then(({ AddRoute }) => AddRoute));

const one = createRoute({
  getParentRoute,
  path: "people/$id",
  staticData: { requires: "read:users" },
}).lazy(() => import("./PersonPage").then(({ Route }) => Route));

const edit = createRoute({
  getParentRoute,
  path: "people/$id/edit",
  staticData: { requires: "edit:users" },
}).lazy(() => import("./PersonFormPages").then(({ EditRoute }) => EditRoute));

export const peopleRoutes = [list, add, one, edit] as const;
