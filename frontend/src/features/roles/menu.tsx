/** The place of the roles in the menu and on the start page. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";
import { LinkCard } from "@/ui/LinkCard";

export const roleMenu: MenuEntry = {
  label: t`Roles`,
  to: "/roles",
  requires: "list:roles",
  Card: () => (
    <LinkCard to="/roles" title={t`Roles`}>
      {t`Which tickets go together, and who has them.`}
    </LinkCard>
  ),
};
