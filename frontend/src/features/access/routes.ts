/** The address of "My access". Everybody who is logged in may open it. */
import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "@/routing/rootRoute";

const access = createRoute({ getParentRoute: () => rootRoute, path: "access" }).lazy(() =>
  import("./AccessPage").then(({ Route }) => Route),
);

export const accessRoutes = [access] as const;
