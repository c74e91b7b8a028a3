/** The place of the people in the menu and on the start page. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";
import { LinkCard } from "@/ui/LinkCard";

export const peopleMenu: MenuEntry = {
  label: t`People`,
  to: "/people",
  requires: "list:users",
  Card: () => (
    <LinkCard to="/people" title={t`People`}>
      {t`Who may come in, which tickets they hold, and why.`}
    </LinkCard>
  ),
};
