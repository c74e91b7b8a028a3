/** The place of the roles in the menu and on the start page. */
import { lazy } from "react";
import type { MenuEntry } from "@/routing/routeMeta";

export const roleMenu: MenuEntry = {
  label: "Roles",
  to: "/roles",
  requires: "list:roles",
  Card: lazy(() => import("./RolesCard")),
};
