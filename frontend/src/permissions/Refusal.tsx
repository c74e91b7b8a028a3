/** Says which permission is missing, who holds it and whom to ask. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { usePermissions } from "@/session/usePermissions";
import { formatSome } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { whoCanGrant } from "./sentences";
import { Ticket } from "./Ticket";

export function Refusal({ permission }: { permission: Permission }) {
  const { data: mine } = usePermissions();
  const { data: access } = useAccess();
  const roles = access?.permissions.find(({ name }) => name === permission)?.held_by_roles ?? [];
  const names = whoCanGrant(access);

  return (
    <Panel role="status">
      <h2>
        This needs the ticket <Ticket name={permission} held={false} />
      </h2>
      <p>
        {holding(mine?.permissions.length ?? 0)}{" "}
        {roles.length > 0 && `${formatSome(roles)} hold this one. `}
        Ask {names ?? "the people who run this site"}.{" "}
        {mine?.source === "token"
          ? "Once it is yours, reload this page."
          : "Once it is yours, the page opens here by itself."}
      </p>
      <Button component={Link} to="/access" variant="default">
        See what you hold
      </Button>
    </Panel>
  );
}

function holding(count: number): string {
  if (count === 0) return "You hold no tickets yet.";
  return count === 1 ? "You hold 1 other." : `You hold ${count} others.`;
}
