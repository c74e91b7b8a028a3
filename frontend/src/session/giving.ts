/** What the person may give to others: what they hold, unless the site lifts the rule. */
import type { Permission } from "@/api/permission";
import { can, useMine } from "./mine";
import { useSession } from "./SessionContext";

/** For a permission whether it may be given; the server decides by the same rule. */
export function useMayGive(): (permission: Permission) => boolean {
  const { data: mine } = useMine();
  const { config } = useSession();
  return (permission) => config.grantsUnheld || can(mine, permission);
}
