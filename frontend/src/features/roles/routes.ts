/** The addresses of the roles, and the permission each page needs. */
import { createRoute, redirect } from "@tanstack/react-router";
import { only } from "@/records/searchParams";
import { rootRoute } from "@/routing/rootRoute";

const getParentRoute = () => rootRoute;

const list = createRoute({
  getParentRoute,
  path: "roles",
  validateSearch: only(() => ({})),
  staticData: { requires: "list:roles" },
}).lazy(() => import("./RoleListPage").then(({ Route }) => Route));

const add = createRoute({
  getParentRoute,
  path: "roles/new",
  staticData: { requires: "write:roles" },
}).lazy(() => import("./AddRolePage").then(({ Route }) => Route));

const one = createRoute({
  getParentRoute,
  path: "roles/$id",
  staticData: { requires: "read:roles" },
}).lazy(() => import("./RolePage").then(({ Route }) => Route));

/** A role is changed on its own page; films and people have an address for it. */
const edit = createRoute({
  getParentRoute,
  path: "roles/$id/edit",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/roles/$id", params, replace: true });
  },
});

export const roleRoutes = [list, add, one, edit] as const;
