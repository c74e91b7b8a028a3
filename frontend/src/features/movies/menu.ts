/** The place of the films in the menu and on the start page. */
import { lazy } from "react";
import type { MenuEntry } from "@/routing/routeMeta";

export const movieMenu: MenuEntry = {
  label: "Movies",
  to: "/movies",
  requires: "list:movies",
  Card: lazy(() => import("./MoviesCard")),
};
