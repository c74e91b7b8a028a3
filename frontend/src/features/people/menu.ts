/** The place of the people in the menu and on the start page. */
import { lazy } from "react";
import type { MenuEntry } from "@/routing/routeMeta";

export const peopleMenu: MenuEntry = {
  label: "People",
  to: "/people",
  requires: "list:users",
  Card: lazy(() => import("./PeopleCard")),
};
