/** Shows what needs a permission. A form with something put into it stays, whatever is taken away
 * meanwhile: it cannot be saved, and nothing of it is lost. */
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useUnsavedForms } from "@/drafts/useUnsavedForms";
import type { Permission } from "@/session/types";
import { can, usePermissions } from "@/session/usePermissions";
import { PermissionLost } from "./PermissionLost";

interface Props {
  permission: Permission;
  /** Stands there for those who lack it. */
  otherwise?: ReactNode;
  children: ReactNode;
}

export function RequirePermission({ permission, otherwise = null, children }: Props) {
  const { data: mine } = usePermissions();
  const { pathname } = useLocation();
  const hasText = useUnsavedForms().some(({ path }) => path === pathname);
  const isHeld = can(mine, permission);
  if (!isHeld && !(mine && hasText)) return otherwise;
  return (
    <>
      {!isHeld && <PermissionLost permission={permission} />}
      {children}
    </>
  );
}
