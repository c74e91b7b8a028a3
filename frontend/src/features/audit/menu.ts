/** The place of the audit trail in the menu. */
import type { MenuEntry } from "@/routing/routeMeta";

export const auditMenu: MenuEntry = { label: "Audit trail", to: "/audit", requires: "list:audit" };
