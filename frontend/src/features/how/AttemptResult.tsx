/** What was sent and what came back, word for word; of a token both ends only. */
import classes from "./AttemptResult.module.css";
import type { Attempt } from "./attempt";

export function AttemptResult({ request, tokenInWords, status, challenge, detail }: Attempt) {
  return (
    <dl className={classes.answer}>
      <dt>Sent</dt>
      <dd>
        <code>{request}</code> with the {tokenInWords}
      </dd>
      <dt>Answer</dt>
      <dd>
        <strong className={classes.status}>{status}</strong> {detail}
      </dd>
      {challenge && (
        <>
          <dt>WWW-Authenticate</dt>
          <dd>
            <code>{challenge}</code>
          </dd>
        </>
      )}
    </dl>
  );
}
