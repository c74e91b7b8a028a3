/** What the person may give to others, and what they may take from them: what they hold themselves. */

import { useSession } from "./SessionContext";
import type { Permission } from "./types";
import { can, usePermissions } from "./usePermissions";

interface Receiving {
  name: string;
  receives_new_permissions: boolean;
}

/** For a permission whether it may be given, which a site may always allow; the server decides by
 * the same rule. */
export function useCanGrant(): (permission: Permission) => boolean {
  const { data: mine } = usePermissions();
  const { config } = useSession();
  return (permission) => config.grantsUnheld || can(mine, permission);
}

/** Whether one of these roles gives the person whatever is declared later, which no ticket names. */
export function useReceivesNewPermissions(roles: readonly Receiving[]): boolean {
  const { data: mine } = usePermissions();
  const own = mine?.roles ?? [];
  return roles.some((role) => role.receives_new_permissions && own.includes(role.name));
}

/** Whether something may be taken from who, or from a role that, holds all these. */
export function useCanWithdraw(): (held: readonly string[]) => boolean {
  const { data: mine } = usePermissions();
  return (held) => held.every((name) => can(mine, name as Permission));
}
