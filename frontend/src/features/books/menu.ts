/** The place of the books in the menu and on the start page. */
import { lazy } from "react";
import type { MenuEntry } from "@/routing/routeMeta";

export const bookMenu: MenuEntry = {
  label: "Books",
  to: "/books",
  requires: "list:books",
  Card: lazy(() => import("./BooksCard")),
};
