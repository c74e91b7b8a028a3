/** Two people changed the same record: shows where they differ, and asks which text to go on with.
 * Nothing is lost either way until the form is saved. */
import { Button, Group } from "@mantine/core";
import { useEffect, useRef } from "react";
import classes from "./ConflictPanel.module.css";
import { Panel } from "./Panel";
import type { Draft } from "./useRecordForm";

interface Props<Fields extends Draft> {
  labels: Record<keyof Fields & string, string>;
  mine: Fields;
  theirs: Fields;
  onDecide: (fields: Fields) => void;
}

export function ConflictPanel<Fields extends Draft>(props: Props<Fields>) {
  const { labels, mine, theirs, onDecide } = props;
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
      <p>Your text is untouched. Compare, then choose what to go on with.</p>
      <table className={classes.versions}>
        <thead>
          <tr>
            <td />
            <th scope="col">Now saved</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((name) => (
            <tr key={name}>
              <th scope="row">{labels[name]}</th>
              <td>{shown(theirs[name]) || "empty"}</td>
              <td>{shown(mine[name]) || "empty"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap="sm">
        <Button variant="default" onClick={() => onDecide(mine)}>
          Go on with mine
        </Button>
        <Button variant="default" onClick={() => onDecide(theirs)}>
          Go on with what is saved
        </Button>
      </Group>
    </Panel>
  );
}

function shown(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
}
