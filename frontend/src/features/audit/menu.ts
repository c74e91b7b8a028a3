/** The place of the audit trail in the menu. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";

export const auditMenu: MenuEntry = { label: t`Audit trail`, to: "/audit", requires: "list:audit" };
