/** The address of "How it works". Everybody who is logged in may open it. */
import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "@/routing/rootRoute";

const how = createRoute({ getParentRoute: () => rootRoute, path: "how" }).lazy(() =>
  import("./HowPage").then(({ Route }) => Route),
);

export const howRoutes = [how] as const;
