/** Two people changed the same record: shows where they differ, and asks which version to go on
 * with. Nothing is lost either way until it is saved. */
import { Button, Group } from "@mantine/core";
import { useEffect, useRef } from "react";
import { announce } from "./announce";
import classes from "./ConflictPanel.module.css";
import type { Draft } from "./merge";
import { Panel } from "./Panel";

interface Props<Fields extends Draft> {
  labels: Record<keyof Fields & string, string>;
  /** How a value of a list is shown, where it is an id. */
  wordOf?: (value: string) => string;
  mine: Fields;
  /** Null while there is no conflict. */
  theirs: Fields | null;
  /** Whether what is "mine" is what was there before one's own change. */
  isUndo?: boolean;
  onDecide: (fields: Fields) => void;
}

export function ConflictPanel<Fields extends Draft>(props: Props<Fields>) {
  const { labels, wordOf, mine, theirs, isUndo = false, onDecide } = props;
  const place = useRef<HTMLDivElement>(null);
  const decide = (fields: Fields, sentence: string) => {
    onDecide(fields);
    announce(sentence);
    // The button that was pressed goes, and the focus would go with it.
    place.current?.focus();
  };
  return (
    <div ref={place} tabIndex={-1} className={classes.place}>
      {theirs && (
        <Conflict
          labels={labels}
          {...(wordOf && { wordOf })}
          mine={mine}
          theirs={theirs}
          words={isUndo ? UNDOING : SAVING}
          onMine={() => decide(mine, "This is not saved yet.")}
          onTheirs={() => decide(theirs, "You see what is saved now.")}
        />
      )}
    </div>
  );
}

const SAVING = {
  advice:
    "Nothing of yours is lost, and nothing is saved. Compare, then choose what to go on with.",
  mine: "Yours",
  goOn: "Go on with mine",
};
const UNDOING = {
  advice:
    "To undo your change would undo theirs too, so nothing is undone yet. Compare, then choose.",
  mine: "Before your change",
  goOn: "Go back to before my change",
};

interface ConflictProps<Fields extends Draft> {
  labels: Record<keyof Fields & string, string>;
  /** How a value of a list is shown, where it is an id. */
  wordOf?: (value: string) => string;
  mine: Fields;
  theirs: Fields;
  words: typeof SAVING;
  onMine: () => void;
  onTheirs: () => void;
}

function Conflict<Fields extends Draft>(props: ConflictProps<Fields>) {
  const { labels, wordOf, mine, theirs, words, onMine, onTheirs } = props;
  const names = Object.keys(labels) as (keyof Fields & string)[];
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is at the foot of the form, and this stands at its head.
  useEffect(() => heading.current?.focus(), []);
  const differing = names.filter((name) => shown(mine[name]) !== shown(theirs[name]));

  return (
    <Panel role="alert" tone="accent">
      <h2 ref={heading} tabIndex={-1}>
        Somebody changed this meanwhile
      </h2>
      <p>{words.advice}</p>
      <table className={classes.versions}>
        <thead>
          <tr>
            <td />
            <th scope="col">Now saved</th>
            <th scope="col">{words.mine}</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{labels[name]}</th>
              <td>
                <Version value={theirs[name]} other={mine[name]} wordOf={wordOf} />
              </td>
              <td>
                <Version value={mine[name]} other={theirs[name]} wordOf={wordOf} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap="sm">
        <Button variant="default" onClick={onMine}>
          {words.goOn}
        </Button>
        <Button variant="default" onClick={onTheirs}>
          Go on with what is saved
        </Button>
      </Group>
    </Panel>
  );
}

type Value = string | string[] | undefined;

interface VersionProps {
  value: Value;
  other: Value;
  wordOf: ((value: string) => string) | undefined;
}

/** Of a list what only this side has stands out. */
function Version({ value, other, wordOf = String }: VersionProps) {
  if (!Array.isArray(value) || value.length === 0) return shown(value) || "empty";
  return value.map((name, index) => (
    <span key={name}>
      {index > 0 && ", "}
      {other?.includes(name) ? wordOf(name) : <strong>{wordOf(name)}</strong>}
    </span>
  ));
}

/** Two lists of the same names are the same, in whatever order they came. */
function shown(value: Value): string {
  return Array.isArray(value) ? [...value].sort().join(", ") : (value ?? "");
}
