/** The place of the people in the menu and on the start page. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { ApiCard } from "@/records/ApiCard";
import type { MenuEntry } from "@/routing/routeMeta";

export const peopleMenu: MenuEntry = {
  label: t`People`,
  to: "/people",
  requires: "list:users",
  Card: () => (
    <ApiCard
      name="users"
      title={t`People`}
      text={t`Who may come in, which tickets they hold, and why.`}
    >
      <Link to="/people">
        <Trans>See the people</Trans>
      </Link>
    </ApiCard>
  ),
};
