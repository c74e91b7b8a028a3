/** What was sent and what came back, word for word; of a token both ends only. */
import { Trans } from "@lingui/react/macro";
import classes from "./AttemptResult.module.css";
import type { Attempt } from "./attempt";

export function AttemptResult({ request, tokenInWords, status, challenge, detail }: Attempt) {
  return (
    <dl className={classes.answer}>
      <dt>
        <Trans>Sent</Trans>
      </dt>
      <dd>
        <Trans>
          <code>{request}</code> with the {tokenInWords}
        </Trans>
      </dd>
      <dt>
        <Trans>Answer</Trans>
      </dt>
      <dd>
        <strong className={classes.status}>{status}</strong> {detail}
      </dd>
      {challenge && (
        <>
          <dt>
            <Trans>WWW-Authenticate</Trans>
          </dt>
          <dd>
            <code>{challenge}</code>
          </dd>
        </>
      )}
    </dl>
  );
}
