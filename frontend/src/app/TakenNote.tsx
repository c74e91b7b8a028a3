/** Says above a half-filled form that its ticket is gone, and that the text is not. */
import type { Permission } from "@/api/permission";
import { useAccess } from "@/session/access";
import { whoCanGrant } from "@/ui/inWords";
import { Panel } from "@/ui/Panel";
import { Ticket } from "@/ui/Ticket";

export function TakenNote({ permission }: { permission: Permission }) {
  const { data: access } = useAccess();
  return (
    <Panel role="status" tone="accent">
      <p>
        You do not hold <Ticket name={permission} held={false} />, so this cannot be saved now. Your
        text stays here. Ask {whoCanGrant(access) ?? "the people who run this site"}.
      </p>
    </Panel>
  );
}
