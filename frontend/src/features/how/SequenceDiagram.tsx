/** A sequence drawn as lanes with arrows, and told as a list: the same words for eye and ear. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { VisuallyHidden } from "@mantine/core";
import type { CSSProperties } from "react";
import classes from "./SequenceDiagram.module.css";
import { StepDescription } from "./StepDescription";
import { type Actor, type CarriedToken, KINDS, type Sequence, type Step } from "./steps";

interface Props {
  label: string;
  sequence: Sequence;
  /** Whether this is how the site runs now, so that the tokens held can be shown. */
  isRunning: boolean;
}

export function SequenceDiagram({ label, sequence, isRunning }: Props) {
  const { actors, steps } = sequence;
  return (
    <div className={classes.diagram} style={{ "--lanes": actors.length } as CSSProperties}>
      <div className={classes.step} aria-hidden="true">
        <div className={classes.heads}>
          {actors.map(({ actor, title }) => (
            <span key={actor}>{title}</span>
          ))}
        </div>
      </div>
      <ol className={classes.steps} aria-label={label}>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place alone
          <li key={index} className={classes.step}>
            <Lanes sequence={sequence} step={step} number={index + 1} />
            <div className={classes.words}>
              <p className={classes.route}>
                <span className={classes.inlineNumber} aria-hidden="true">
                  {index + 1}
                </span>
                {titleIn(sequence, step.from)}
                <span aria-hidden="true">{" → "}</span>
                <VisuallyHidden>
                  {" "}
                  <Trans>to</Trans>{" "}
                </VisuallyHidden>
                {titleIn(sequence, step.to)}
              </p>
              <StepDescription step={step} isRunning={isRunning} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface LanesProps {
  sequence: Sequence;
  step: Step;
  number: number;
}

function Lanes({ sequence, step, number }: LanesProps) {
  const order = sequence.actors.map(({ actor }) => actor);
  const [from, to] = [order.indexOf(step.from), order.indexOf(step.to)];
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const place = { "--left": left + 1, "--right": right + 2, "--span": right - left + 1 };
  return (
    <div className={classes.lanes} aria-hidden="true">
      {order.map((actor, index) => (
        <span
          key={actor}
          className={classes.lane}
          style={{ "--lane": index + 1 } as CSSProperties}
        />
      ))}
      <span
        className={classes.arrow}
        data-toward={to > from ? "right" : "left"}
        data-token={step.carries.length > 0}
        style={place as CSSProperties}
      >
        <span className={classes.number}>{number}</span>
        <span className={classes.sends}>{step.sends}</span>
        <span className={classes.tokens}>
          {step.carries.map((token) => (
            <span key={token.kind} className={classes.token}>
              {inShort(token, sequence)}
            </span>
          ))}
        </span>
      </span>
    </div>
  );
}

function titleIn({ actors }: Sequence, wanted: Actor): string {
  return actors.find(({ actor }) => actor === wanted)?.title ?? wanted;
}

function inShort({ kind, audience }: CarriedToken, { opens }: Sequence): string {
  const opened = kind === "access token" && audience ? opens[audience] : null;
  return opened ? t`token for ${opened}` : KINDS[kind];
}
