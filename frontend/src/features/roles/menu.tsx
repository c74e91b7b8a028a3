/** The place of the roles in the menu and on the start page. */
import type { MenuEntry } from "@/routing/routeMeta";
import { LinkCard } from "@/ui/LinkCard";

export const roleMenu: MenuEntry = {
  label: "Roles",
  to: "/roles",
  requires: "list:roles",
  Card: () => (
    <LinkCard to="/roles" title="Roles">
      Which tickets go together, and who has them.
    </LinkCard>
  ),
};
