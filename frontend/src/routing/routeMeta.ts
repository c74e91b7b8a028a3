/** What a route and a feature say about themselves beside their path. */
import type { ComponentType } from "react";
import type { Permission } from "@/session/types";

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
  /** For a place that shows two APIs at once. */
  requiresToo?: Permission;
  /** What the start page shows of it. */
  Card?: ComponentType;
}
