/** Shows what needs a permission. A form with something put into it stays, whatever is taken away
 * meanwhile: it cannot be saved, and nothing of it is lost. */
import { Trans } from "@lingui/react/macro";
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useUnsavedForms } from "@/drafts/useUnsavedForms";
import type { Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { can, usePermissions } from "@/session/usePermissions";
import { Panel } from "@/ui/Panel";
import classes from "./RequirePermission.module.css";
import { askFor, whoCanGrant } from "./sentences";
import { Ticket } from "./Ticket";

interface Props {
  permission: Permission;
  /** Counts as held while the server has not said what is. */
  isLikely?: boolean;
  /** Stands there for those who lack it. */
  otherwise?: ReactNode;
  children: ReactNode;
}

export function RequirePermission(props: Props) {
  const { permission, isLikely = false, otherwise = null, children } = props;
  const { data: mine } = usePermissions();
  const { pathname } = useLocation();
  const hasText = useUnsavedForms().some(({ path }) => path === pathname);
  const isHeld = isLikely || can(mine, permission);
  if (!isHeld && !(mine && hasText)) return otherwise;
  return (
    <>
      {!isHeld && <PermissionLost permission={permission} />}
      {children}
    </>
  );
}

/** Says above a half-filled form that its ticket is gone, and that what was put in is not. */
function PermissionLost({ permission }: { permission: Permission }) {
  const { data: access } = useAccess();
  return (
    <div className={classes.note}>
      <Panel role="status" tone="accent">
        <p>
          <Trans>
            You do not hold <Ticket name={permission} held={false} />, so this cannot be saved now.
            What you put in stays here.
          </Trans>{" "}
          {askFor(whoCanGrant(access))}
        </p>
      </Panel>
    </div>
  );
}
