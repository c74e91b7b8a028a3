/** Says which permission is missing, who holds it and whom to ask. */
import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { usePermissions } from "@/session/usePermissions";
import { formatSome } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { askFor, whoCanGrant } from "./sentences";
import { Ticket } from "./Ticket";

export function Refusal({ permission }: { permission: Permission }) {
  const { data: mine } = usePermissions();
  const { data: access } = useAccess();
  const roles = access?.permissions.find(({ name }) => name === permission)?.held_by_roles ?? [];
  const names = whoCanGrant(access);
  const held =
    roles.length > 0 &&
    plural(roles.length, {
      one: `The role ${formatSome(roles)} holds this one.`,
      other: `The roles ${formatSome(roles)} hold this one.`,
    });

  return (
    <Panel role="status">
      <h2>
        <Trans>
          This needs the ticket <Ticket name={permission} held={false} />
        </Trans>
      </h2>
      <p>
        {holding(mine?.permissions.length ?? 0)} {held} {askFor(names)}{" "}
        {mine?.source === "token"
          ? t`Once it is yours, reload this page.`
          : t`Once it is yours, the page opens here by itself.`}
      </p>
      <Button component={Link} to="/access" variant="default">
        <Trans>See what you hold</Trans>
      </Button>
    </Panel>
  );
}

function holding(count: number): string {
  if (count === 0) return t`You hold no tickets yet.`;
  return plural(count, { one: "You hold # other ticket.", other: "You hold # other tickets." });
}
