/** Every page address of the site. A feature brings its own. */
import {
  type AnyRoute,
  createRoute,
  createRouter,
  LazyRoute,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { accessRoutes } from "@/features/access/routes";
import { auditRoutes } from "@/features/audit/routes";
import { howRoutes } from "@/features/how/routes";
import { mapRoutes } from "@/features/map/routes";
import { peopleRoutes } from "@/features/people/routes";
import { roleRoutes } from "@/features/roles/routes";
import { rootRoute } from "@/routing/rootRoute";
import { AuthGate } from "./AuthGate";
import { RESOURCES } from "./features";
import { NotFoundPage } from "./NotFoundPage";
import { PageError } from "./PageError";

rootRoute.update({
  component: AuthGate,
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
}).lazy(() =>
  import("./HomePage").then(
    ({ HomePage }) => new LazyRoute<AnyRoute>({ id: "home", component: HomePage }),
  ),
);

/** Where the provider sends people back to. Once the session has read the answer, it moves on. */
const callbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "callback",
  beforeLoad: ({ search }) => {
    if (!("state" in search || "error" in search)) throw redirect({ to: "/", replace: true });
  },
});

type ResourceRoute = (typeof RESOURCES)[number]["routes"][number];

const routeTree = rootRoute.addChildren([
  homeRoute,
  callbackRoute,
  ...RESOURCES.flatMap<ResourceRoute>(({ routes }) => routes),
  ...peopleRoutes,
  ...roleRoutes,
  ...mapRoutes,
  ...auditRoutes,
  ...accessRoutes,
  ...howRoutes,
]);

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history && { history }),
    defaultPreload: "intent",
    defaultErrorComponent: PageError,
    scrollRestoration: true,
    // Addresses stay readable: ?genre=Crime&year_from=1990, each value a plain text.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch: (values) => {
      const entries = Object.entries(values).filter(([, value]) => value !== undefined);
      const search = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]));
      return search.size > 0 ? `?${search}` : "";
    },
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
