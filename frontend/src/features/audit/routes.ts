/** The address of the audit trail, and the permission it needs. */
import { createRoute } from "@tanstack/react-router";
import { only } from "@/records/searchParams";
import { rootRoute } from "@/routing/rootRoute";
import { auditSearch } from "./search";

const trail = createRoute({
  getParentRoute: () => rootRoute,
  path: "audit",
  validateSearch: only(auditSearch),
  staticData: { requires: "list:audit" },
}).lazy(() => import("./AuditPage").then(({ Route }) => Route));

export const auditRoutes = [trail] as const;
