/** The place of the access map in the menu. */
import type { MenuEntry } from "@/routing/routeMeta";

export const mapMenu: MenuEntry = {
  label: "Access map",
  to: "/map",
  requires: "list:roles",
  requiresToo: "list:users",
};
