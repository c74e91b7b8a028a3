import { lazy } from "react";
import type { MenuEntry } from "@/session/pageFacts";

export const movieMenu: MenuEntry = {
  label: "Movies",
  to: "/movies",
  requires: "list:movies",
  Card: lazy(() => import("./MoviesCard")),
};
