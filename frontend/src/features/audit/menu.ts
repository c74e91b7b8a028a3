/** The place of the audit trail in the menu. */
import type { MenuEntry } from "@/session/pageFacts";

export const auditMenu: MenuEntry = { label: "Audit trail", to: "/audit", requires: "list:audit" };
