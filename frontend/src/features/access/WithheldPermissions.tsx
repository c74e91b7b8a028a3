/** What the person holds, yet the issuer does not write into their token. */

import { t } from "@lingui/core/macro";
import { Plural } from "@lingui/react/macro";
import { Tickets } from "@/permissions/Tickets";
import { useWithheldPermissions } from "@/session/live/withheldPermissions";
import { Panel } from "@/ui/Panel";

export function WithheldPermissions() {
  const names = useWithheldPermissions();
  if (names.length === 0) return null;
  return (
    <Panel tone="accent" role="status">
      <h2>
        <Plural
          value={names.length}
          one="The issuer still leaves out a ticket of yours"
          other="The issuer still leaves out tickets of yours"
        />
      </h2>
      <p>
        <Plural
          value={names.length}
          one="You were given it, and a new token was fetched. It came without, so the APIs refuse what it opens. Those who run the issuer can tell why."
          other="You were given them, and a new token was fetched. It came without, so the APIs refuse what they open. Those who run the issuer can tell why."
        />
      </p>
      <Tickets label={t`Left out of your token`} names={names} held={false} />
    </Panel>
  );
}
