/** Says above a half-filled form that its ticket is gone, and that what was put in is not. */
import type { Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { Panel } from "@/ui/Panel";
import classes from "./PermissionLost.module.css";
import { whoCanGrant } from "./sentences";
import { Ticket } from "./Ticket";

export function PermissionLost({ permission }: { permission: Permission }) {
  const { data: access } = useAccess();
  return (
    <div className={classes.note}>
      <Panel role="status" tone="accent">
        <p>
          You do not hold <Ticket name={permission} held={false} />, so this cannot be saved now.
          What you put in stays here. Ask {whoCanGrant(access) ?? "the people who run this site"}.
        </p>
      </Panel>
    </div>
  );
}
