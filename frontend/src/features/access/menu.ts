/** The place of "My access" in the menu. */
import type { MenuEntry } from "@/routing/routeMeta";

export const accessMenu: MenuEntry = { label: "My access", to: "/access", requires: null };
