/** What a route says about itself beside its path. */
import type { Permission } from "@/api/permission";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Without this permission the page is not shown; the refusal names it. */
    requires?: Permission;
  }
}

/** A feature's place in the menu. The entry appears only for those who may use it. */
export interface MenuEntry {
  label: string;
  to: string;
  /** Null for what everybody who is logged in may open. */
  requires: Permission | null;
}
