/** The place of the audit trail in the menu and on the start page. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { ApiCard } from "@/records/ApiCard";
import type { MenuEntry } from "@/routing/routeMeta";

export const auditMenu: MenuEntry = {
  label: t`Audit trail`,
  to: "/audit",
  requires: "list:audit",
  Card: () => (
    <ApiCard
      name="audit"
      title={t`Audit trail`}
      text={t`Who gave, took or changed what, and when.`}
    >
      <Link to="/audit">
        <Trans>Read the trail</Trans>
      </Link>
    </ApiCard>
  ),
};
