/** The place of "How it works" in the menu. */
import type { MenuEntry } from "@/routing/routeMeta";

export const howMenu: MenuEntry = { label: "How it works", to: "/how", requires: null };
