/** The features of the site, in menu order. To remove one, remove its lines here and in router. */
import { accessMenu } from "@/features/access/menu";
import { auditMenu } from "@/features/audit/menu";
import { bookMenu } from "@/features/books/menu";
import { howMenu } from "@/features/how/menu";
import { mapMenu } from "@/features/map/menu";
import { movieMenu } from "@/features/movies/menu";
import { peopleMenu } from "@/features/people/menu";
import { roleMenu } from "@/features/roles/menu";
import type { MenuEntry } from "@/routing/routeMeta";

export const MENU: readonly MenuEntry[] = [
  movieMenu,
  bookMenu,
  peopleMenu,
  roleMenu,
  mapMenu,
  auditMenu,
  accessMenu,
  howMenu,
];
