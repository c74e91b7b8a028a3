import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "@/session/rootRoute";
export const bookRoutes = [
  createRoute({ getParentRoute: () => rootRoute, path: "books" }),
] as const;
