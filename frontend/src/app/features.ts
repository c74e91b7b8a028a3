/** The features of the site. Of those below RESOURCES the pages follow as well. */
import { accessMenu } from "@/features/access/menu";
import { auditMenu } from "@/features/audit/menu";
import { books } from "@/features/books/books";
import { howMenu } from "@/features/how/menu";
import { mapMenu } from "@/features/map/menu";
import { movies } from "@/features/movies/movies";
import { peopleMenu } from "@/features/people/menu";
import { roleMenu } from "@/features/roles/menu";
import type { MenuEntry } from "@/routing/routeMeta";
import type { MyPermissions, Permission } from "@/session/types";
import { can } from "@/session/usePermissions";

export const RESOURCES = [movies, books];

const MENU: readonly MenuEntry[] = [
  ...RESOURCES.map(({ menu }) => menu),
  peopleMenu,
  roleMenu,
  mapMenu,
  auditMenu,
  accessMenu,
  howMenu,
];

/** The places somebody may go to, in the order in which the server declares its resources. */
export function menuFor(mine: MyPermissions | undefined): MenuEntry[] {
  const resources = mine?.resources.map(({ name }) => name) ?? [];
  const needed = ({ requires, requiresToo }: MenuEntry) =>
    [requires, requiresToo].filter((name): name is Permission => Boolean(name));
  const place = (entry: MenuEntry) => {
    const places = needed(entry).map((name) => resources.indexOf(name.replace(/^.*:/, "")));
    return places.length > 0 ? Math.max(...places) : resources.length;
  };
  return MENU.filter((entry) => needed(entry).every((name) => can(mine, name))).sort(
    (one, other) => place(one) - place(other),
  );
}
