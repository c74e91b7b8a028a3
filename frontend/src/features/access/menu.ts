/** The place of "My access" in the menu. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";

export const accessMenu: MenuEntry = { label: t`My access`, to: "/access", requires: null };
