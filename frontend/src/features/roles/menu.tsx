/** The place of the roles in the menu and on the start page. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { ApiCard } from "@/records/ApiCard";
import type { MenuEntry } from "@/routing/routeMeta";

export const roleMenu: MenuEntry = {
  label: t`Roles`,
  to: "/roles",
  requires: "list:roles",
  Card: () => (
    <ApiCard name="roles" title={t`Roles`} text={t`Which tickets go together, and who has them.`}>
      <Link to="/roles">
        <Trans>See the roles</Trans>
      </Link>
    </ApiCard>
  ),
};
