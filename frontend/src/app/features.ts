/** The features of the site, in menu order. Of those below RESOURCES the pages follow as well. */
import { accessMenu } from "@/features/access/menu";
import { auditMenu } from "@/features/audit/menu";
import { books } from "@/features/books/books";
import { howMenu } from "@/features/how/menu";
import { mapMenu } from "@/features/map/menu";
import { movies } from "@/features/movies/movies";
import { peopleMenu } from "@/features/people/menu";
import { roleMenu } from "@/features/roles/menu";
import type { MenuEntry } from "@/routing/routeMeta";

export const RESOURCES = [movies, books];

export const MENU: readonly MenuEntry[] = [
  ...RESOURCES.map(({ menu }) => menu),
  peopleMenu,
  roleMenu,
  mapMenu,
  auditMenu,
  accessMenu,
  howMenu,
];
