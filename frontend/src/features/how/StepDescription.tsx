/** One step in words: what is sent, which token it carries, what the receiver checks. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Ticket } from "@/permissions/Ticket";
import type { Permission } from "@/session/types";
import { can, usePermissions } from "@/session/usePermissions";
import { useTokens } from "@/session/useTokens";
import { redactToken } from "./redactToken";
import classes from "./StepDescription.module.css";
import { type CarriedToken, KINDS, type Step } from "./steps";

interface Props {
  step: Step;
  isRunning: boolean;
}

export function StepDescription({ step, isRunning }: Props) {
  return (
    <>
      <p className={classes.sends}>
        <code>{step.sends}</code>
      </p>
      <p>{step.words}</p>
      {step.carries.length > 0 && (
        <ul className={classes.tokens} aria-label={t`Tokens sent along`}>
          {step.carries.map((token) => (
            <li key={`${token.kind} ${token.audience}`}>
              <Carried token={token} isRunning={isRunning} />
            </li>
          ))}
        </ul>
      )}
      {step.checks && (
        <p className={classes.checks}>
          <strong>
            <Trans>Checks:</Trans>
          </strong>{" "}
          {step.checks}
        </p>
      )}
      {step.permission && <Checked step={step} {...step.permission} isRunning={isRunning} />}
    </>
  );
}

function Carried({ token, isRunning }: { token: CarriedToken; isRunning: boolean }) {
  const held = useTokens().find(({ audience }) => audience === token.audience);
  const isHere =
    isRunning && token.kind === "access token" && token.subject === "you" && !token.act;
  return (
    <>
      <span className={classes.kind}>{KINDS[token.kind]}</span>
      {token.audience && token.kind === "access token" && (
        <>
          {" "}
          <Trans>
            for <code>{token.audience}</code>
          </Trans>
        </>
      )}
      {token.subject === "the gateway" && t`, of the gateway itself`}
      {token.act && t`, with you as sub and the gateway as act`}
      {isHere && (
        <span className={classes.live}>
          {held ? (
            <Trans>
              yours now: {held.token ? <code>{redactToken(held.token)}</code> : t`at the server`}
            </Trans>
          ) : (
            t`yours: not fetched yet, as nothing has needed it`
          )}
        </span>
      )}
    </>
  );
}

interface CheckedProps {
  step: Step;
  name: string;
  of: "you" | "the gateway";
  isRunning: boolean;
}

/** The drawing shows what the check would say to the person who reads. */
function Checked({ step, name, of, isRunning }: CheckedProps) {
  const { data: mine } = usePermissions();
  if (of === "the gateway") {
    return (
      <p className={classes.permission}>
        <span>
          <Trans>
            <code>{name}</code> is held by the gateway’s client; yours are not asked here.
          </Trans>
        </span>
      </p>
    );
  }
  const held = can(mine, name as Permission);
  return (
    <p className={classes.permission}>
      <Ticket name={name} held={held} />
      <span>
        {!held && t`You lack it: 403, which names it.`}
        {held && step.to === "gateway" && t`You hold it: the gateway goes on.`}
        {held && step.to !== "gateway" && t`You hold it: 200, and the rows.`}{" "}
        {!isRunning && mine && t`The same under every strategy.`}
      </span>
    </p>
  );
}
