/** How one change looks in the trail, on a desk and on a phone. */
import type { Column } from "@/ui/RowTable";
import type { Entry } from "./api";
import classes from "./EntryColumns.module.css";
import { actionInWords, actorInWords, changesInWords, momentInWords, targetInWords } from "./words";

export const ENTRY_COLUMNS: Column<Entry>[] = [
  {
    header: "When",
    width: "13rem",
    cell: ({ at }) => <time dateTime={at}>{momentInWords(at)}</time>,
  },
  {
    header: "Who",
    width: "18%",
    cell: (entry) => (
      <div className={classes.lines}>
        {actorInWords(entry.actor)}
        <Origin entry={entry} />
      </div>
    ),
  },
  {
    header: "What",
    width: "26%",
    cell: (entry) => (
      <div className={classes.lines}>
        <What entry={entry} />
      </div>
    ),
  },
  {
    header: "Before → after",
    cell: (entry) => (
      <div className={classes.lines}>
        <Changes entry={entry} />
      </div>
    ),
  },
];

export function EntryCard({ entry }: { entry: Entry }) {
  return (
    <article className={classes.card}>
      <h2 className={classes.heading}>
        <What entry={entry} />
      </h2>
      <p className={classes.small}>
        <time dateTime={entry.at}>{momentInWords(entry.at)}</time>, by {actorInWords(entry.actor)}
      </p>
      <Changes entry={entry} />
      <Origin entry={entry} />
    </article>
  );
}

function What({ entry }: { entry: Entry }) {
  return (
    <>
      <strong>{targetInWords(entry.target)}</strong> {actionInWords(entry.action)}
    </>
  );
}

/** The change is whole here: what a row cuts off cannot be read by everybody. */
function Changes({ entry }: { entry: Entry }) {
  const lines = changesInWords(entry);
  if (lines.length === 0) return <span className={classes.small}>not shown</span>;
  return lines.map((line) => (
    <p key={line} className={classes.change}>
      {line}
    </p>
  ));
}

function Origin({ entry: { address } }: { entry: Entry }) {
  return address && <span className={classes.small}>from {address}</span>;
}
