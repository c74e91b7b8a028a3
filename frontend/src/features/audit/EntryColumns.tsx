/** How one change looks in the trail, on a desk and on a phone. */

import type { Column } from "@/records/RowTable";
import { actorName } from "@/ui/format";
import type { Change, Entry } from "./api";
import classes from "./EntryColumns.module.css";
import { actionInWords, changesInWords, formatMoment, targetInWords, viaInWords } from "./format";

type Row = Entry | Change;

/** What a list says that cannot be sorted, and whose rows nobody counts. */
export const UNORDERED = { ordering: "", onOrdering: () => undefined, total: undefined };

const COLUMNS: Column<Row>[] = [
  {
    header: "When",
    width: "13rem",
    cell: ({ at }) => <time dateTime={at}>{formatMoment(at)}</time>,
  },
  {
    header: "Who",
    width: "18%",
    cell: (entry) => (
      <div className={classes.lines}>
        {actorName(entry.actor)}
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

/** What a list of changes is drawn by. It has one order only. */
export const TRAIL = {
  ...UNORDERED,
  columns: COLUMNS,
  card: (entry: Row) => <EntryCard entry={entry} />,
};

function EntryCard({ entry }: { entry: Row }) {
  return (
    <article className={classes.card}>
      <h2 className={classes.heading}>
        <What entry={entry} />
      </h2>
      <p className={classes.small}>
        <time dateTime={entry.at}>{formatMoment(entry.at)}</time>, by {actorName(entry.actor)}
      </p>
      <Changes entry={entry} />
      <Origin entry={entry} />
    </article>
  );
}

function What({ entry }: { entry: Row }) {
  return (
    <>
      <strong>{targetInWords(entry.target)}</strong> {actionInWords(entry.action)}
    </>
  );
}

/** The change is whole here: what a row cuts off cannot be read by everybody. */
function Changes({ entry }: { entry: Row }) {
  const lines = changesInWords(entry);
  if (lines.length === 0) return <span className={classes.small}>not shown</span>;
  return lines.map((line) => (
    <p key={line} className={classes.change}>
      {line}
    </p>
  ));
}

function Origin({ entry }: { entry: Row }) {
  const origin = "address" in entry ? entry.address && `from ${entry.address}` : viaInWords(entry);
  return origin && <span className={classes.small}>{origin}</span>;
}
