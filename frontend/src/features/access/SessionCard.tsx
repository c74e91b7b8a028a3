/** What this browser holds where the site's server keeps the tokens: the cookie of a session. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useSession } from "@/session/SessionContext";
import { Countdown } from "./Countdown";
import { TokenCard } from "./TokenCard";

export function SessionCard() {
  const { endsAt } = useSession();
  return (
    <TokenCard
      name={t`In this browser: the cookie of a session`}
      purpose={t`It tells the server which session is yours. The server puts the token of the API into each request of this page, and brings back the answer.`}
      readers={t`The server alone. No script can read it, no other site can have it sent, and at an API it opens nothing.`}
      lifetime={
        <>
          {endsAt !== null && <Countdown until={endsAt} over={t`It has ended.`} />}{" "}
          <Trans>Less where it is not used. Logging out ends it at once, wherever you do.</Trans>
        </>
      }
    />
  );
}
