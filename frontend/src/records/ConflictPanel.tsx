/** Two people changed the same of a record, each to something else: asks which to go on with, field
 * by field. What only one of them changed is kept unasked, and nothing is lost until it is saved. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { announce } from "@/ui/announce";
import focus from "@/ui/focus.module.css";
import { formatList } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import classes from "./ConflictPanel.module.css";
import { changerName, formatMoment, type LastChange } from "./LastChanged";
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
      announce(`Choose one for ${formatList(open.map((name) => labels[name]))}.`);
      choices.current?.querySelector<HTMLElement>(`input[name="${open[0]}"]`)?.focus();
      return;
    }
    const taken = disputed.filter((name) => sides[name] === "theirs");
    onDecide({ ...fields, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) });
  }

  const who = changerName(change?.by ?? null);
  return (
    <Panel role="alert" tone="accent">
      <h2 ref={heading} tabIndex={-1}>
        {capitalized(who)} changed this meanwhile
      </h2>
      <p>
        {change && `That was on ${formatMoment(change.at)}. `}
        {isUndo
          ? "Nothing is undone yet. "
          : "Nothing of yours is lost, and nothing is saved yet. "}
        You both changed what stands here: choose what it is to be.
      </p>
      <div ref={choices} className={classes.choices}>
        {disputed.map((name) => (
          <fieldset key={name} className={classes.choice}>
            <legend>{labels[name]}</legend>
            <p className={classes.before}>It was: {shown(before[name])}</p>
            {(["theirs", "mine"] as const).map((side) => (
              <Version
                key={side}
                name={name}
                whose={
                  side === "theirs" ? `Saved by ${who}` : isUndo ? "Before your change" : "Yours"
                }
                isChosen={sides[name] === side}
                isMissing={isAsked && !sides[name]}
                onChoose={() => setSides({ ...sides, [name]: side })}
              >
                {shown((side === "theirs" ? theirs : mine)[name])}
              </Version>
            ))}
            {isAsked && !sides[name] && <p className={classes.missing}>Choose one of the two.</p>}
          </fieldset>
        ))}
      </div>
      {kept.length > 0 && (
        <p>
          Changed by {who} alone, and kept: {formatList(kept.map((name) => labels[name]))}.
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

function shown(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(", ") : value) || "empty";
}

function capitalized(who: string): string {
  return who.charAt(0).toUpperCase() + who.slice(1);
}
