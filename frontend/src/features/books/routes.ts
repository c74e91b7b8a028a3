/** The addresses of the books, and the permission each page needs. */
import { createRoute } from "@tanstack/react-router";
import { recordParams } from "@/records/recordParams";
import { rootRoute } from "@/routing/rootRoute";
import { bookSearch } from "./search";

const getParentRoute = () => rootRoute;

const list = createRoute({
  getParentRoute,
  path: "books",
  validateSearch: bookSearch,
  staticData: { requires: "list:books" },
}).lazy(() => import("./BookListPage").then(({ Route }) => Route));

const add = createRoute({
  getParentRoute,
  path: "books/new",
  staticData: { requires: "write:books" },
}).lazy(() => import("./AddBookPage").then(({ Route }) => Route));

const one = createRoute({
  getParentRoute,
  path: "books/$id",
  params: recordParams,
  staticData: { requires: "read:books" },
}).lazy(() => import("./BookPage").then(({ Route }) => Route));

const edit = createRoute({
  getParentRoute,
  path: "books/$id/edit",
  params: recordParams,
  staticData: { requires: "edit:books" },
}).lazy(() => import("./EditBookPage").then(({ Route }) => Route));

export const bookRoutes = [list, add, one, edit] as const;
