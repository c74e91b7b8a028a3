/** The place of the access map in the menu and on the start page. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";
import { LinkCard } from "@/ui/LinkCard";

export const mapMenu: MenuEntry = {
  label: t`Access map`,
  to: "/map",
  requires: "list:roles",
  requiresToo: "list:users",
  Card: () => (
    <LinkCard to="/map" title={t`Access map`}>
      {t`From people through roles to what they may do.`}
    </LinkCard>
  ),
};
