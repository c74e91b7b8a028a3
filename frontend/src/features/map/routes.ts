/** The address of the access map, and the permission it needs. */
import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "@/routing/rootRoute";
import { mapSearch } from "./search";

const map = createRoute({
  getParentRoute: () => rootRoute,
  path: "map",
  validateSearch: mapSearch,
  // It needs list:users too; the page itself says so.
  staticData: { requires: "list:roles" },
}).lazy(() => import("./MapPage").then(({ Route }) => Route));

export const mapRoutes = [map] as const;
