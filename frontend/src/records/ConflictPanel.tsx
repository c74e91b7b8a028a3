/** Two people changed the same of a record, each to something else: asks which to go on with, field
 * by field. What only one of them changed is kept unasked, and nothing is lost until it is saved. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import focus from "@/ui/focus.module.css";
import { formatList, formatMoment } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import classes from "./ConflictPanel.module.css";
import { changerName, type LastChange } from "./LastChanged";
import { type FormValues, type Lists, merge } from "./merge";

interface Conflict<Fields extends FormValues> {
  labels: Record<keyof Fields & string, string>;
  lists: Lists;
  /** What both began from. */
  before: Fields;
  mine: Fields;
  /** What the button says: the verb and the thing. */
  action: string;
  /** Whether what is "mine" is what was there before one's own change. */
  isUndo?: boolean;
  onDecide: (fields: Fields) => void;
}

interface Props<Fields extends FormValues> extends Conflict<Fields> {
  /** Null while there is no conflict. */
  theirs: Fields | null;
  /** Who saved that and when, where it is known. */
  change?: LastChange | null;
}

export function ConflictPanel<Fields extends FormValues>(props: Props<Fields>) {
  const { theirs, change = null, onDecide, ...rest } = props;
  const place = useRef<HTMLDivElement>(null);
  const decide = (fields: Fields) => {
    onDecide(fields);
    // The button that was pressed goes, and the focus would go with it.
    place.current?.focus();
  };
  return (
    <div ref={place} tabIndex={-1} className={focus.place}>
      {theirs && <Choices {...rest} theirs={theirs} change={change} onDecide={decide} />}
    </div>
  );
}

type Side = "theirs" | "mine";

interface ChoicesProps<Fields extends FormValues> extends Conflict<Fields> {
  theirs: Fields;
  change: LastChange | null;
}

function Choices<Fields extends FormValues>(props: ChoicesProps<Fields>) {
  const { labels, lists, before, mine, theirs, change, action, isUndo, onDecide } = props;
  const { fields, disputed, theirs: kept } = merge(before, mine, theirs, lists);
  const [sides, setSides] = useState<Partial<Record<string, Side>>>({});
  const [isAsked, setAsked] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const choices = useRef<HTMLDivElement>(null);
  // The button that was pressed is at the foot of the form, and this stands at its head.
  useEffect(() => heading.current?.focus(), []);

  function goOn(): void {
    const open = disputed.filter((name) => !sides[name]);
    setAsked(open.length > 0);
    if (open.length > 0) {
      const fieldNames = formatList(open.map((name) => labels[name]));
      announce(t`Choose one for ${fieldNames}.`);
      choices.current?.querySelector<HTMLElement>(`input[name="${open[0]}"]`)?.focus();
      return;
    }
    const taken = disputed.filter((name) => sides[name] === "theirs");
    onDecide({ ...fields, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) });
  }

  const who = changerName(change?.by ?? null);
  const when = change?.at && formatMoment(change.at);
  const Who = capitalized(who);
  const keptNames = formatList(kept.map((name) => labels[name]));
  return (
    <Panel role="alert" tone="accent">
      <h2 ref={heading} tabIndex={-1}>
        <Trans>{Who} changed this meanwhile</Trans>
      </h2>
      <p>
        {when && t`That was on ${when}.`}{" "}
        {isUndo
          ? t`Nothing is undone yet.`
          : t`Nothing of yours is lost, and nothing is saved yet.`}{" "}
        <Trans>You both changed what stands here: choose what it is to be.</Trans>
      </p>
      <div ref={choices} className={classes.choices}>
        {disputed.map((name) => (
          <fieldset key={name} className={classes.choice}>
            <legend>{labels[name]}</legend>
            <p className={classes.before}>{itWas(shown(before[name]))}</p>
            {(["theirs", "mine"] as const).map((side) => (
              <Version
                key={side}
                name={name}
                whose={
                  side === "theirs" ? t`Saved by ${who}` : isUndo ? t`Before your change` : t`Yours`
                }
                isChosen={sides[name] === side}
                isMissing={isAsked && !sides[name]}
                onChoose={() => setSides({ ...sides, [name]: side })}
              >
                {shown((side === "theirs" ? theirs : mine)[name])}
              </Version>
            ))}
            {isAsked && !sides[name] && (
              <p className={classes.missing}>
                <Trans>Choose one of the two.</Trans>
              </p>
            )}
          </fieldset>
        ))}
      </div>
      {kept.length > 0 && (
        <p>
          <Trans>
            Changed by {who} alone, and kept: {keptNames}.
          </Trans>
        </p>
      )}
      <Button onClick={goOn}>{action}</Button>
    </Panel>
  );
}

interface VersionProps {
  name: string;
  whose: string;
  isChosen: boolean;
  isMissing: boolean;
  onChoose: () => void;
  children: ReactNode;
}

function Version({ name, whose, isChosen, isMissing, onChoose, children }: VersionProps) {
  return (
    <label className={classes.version}>
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        aria-invalid={isMissing || undefined}
      />
      <span>
        <span className={classes.whose}>{whose}:</span> {children}
      </span>
    </label>
  );
}

function itWas(value: string): string {
  return t`It was: ${value}`;
}

function shown(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(", ") : value) || t`empty`;
}

function capitalized(who: string): string {
  return who.charAt(0).toUpperCase() + who.slice(1);
}
