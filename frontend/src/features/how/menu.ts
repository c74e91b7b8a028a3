/** The place of "How it works" in the menu. */
import { t } from "@lingui/core/macro";
import type { MenuEntry } from "@/routing/routeMeta";

export const howMenu: MenuEntry = { label: t`How it works`, to: "/how", requires: null };
