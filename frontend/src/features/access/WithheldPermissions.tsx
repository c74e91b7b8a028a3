/** What the person holds, yet the issuer does not write into their token. */

import { Tickets } from "@/permissions/Tickets";
import { useWithheldPermissions } from "@/session/live/withheldPermissions";
import { Panel } from "@/ui/Panel";

export function WithheldPermissions() {
  const names = useWithheldPermissions();
  if (names.length === 0) return null;
  return (
    <Panel tone="accent" role="status">
      <h2>The issuer still leaves out {names.length === 1 ? "a ticket" : "tickets"} of yours</h2>
      <p>
        You were given {names.length === 1 ? "it" : "them"}, and a new token was fetched. It came
        without, so the APIs refuse what {names.length === 1 ? "it opens" : "they open"}. Those who
        run the issuer can tell why.
      </p>
      <Tickets label="Left out of your token" names={names} held={false} />
    </Panel>
  );
}
