/** The place of the people in the menu and on the start page. */
import type { MenuEntry } from "@/routing/routeMeta";
import { LinkCard } from "@/ui/LinkCard";

export const peopleMenu: MenuEntry = {
  label: "People",
  to: "/people",
  requires: "list:users",
  Card: () => (
    <LinkCard to="/people" title="People">
      Who may come in, which tickets they hold, and why.
    </LinkCard>
  ),
};
