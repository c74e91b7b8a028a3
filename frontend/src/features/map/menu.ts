/** The place of the access map in the menu. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";

export const mapMenu: MenuEntry = {
  label: t`Access map`,
  to: "/map",
  requires: "list:roles",
  requiresToo: "list:users",
};
