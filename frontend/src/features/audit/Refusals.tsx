/** What was refused to people who were logged in, added up by person, permission and minute. */

import { Ticket } from "@/permissions/Ticket";
import { ResultList } from "@/records/ResultList";
import type { Column } from "@/records/RowTable";
import { formatCount } from "@/ui/format";
import { Section } from "@/ui/Section";
import { type RefusalCount, useNames, useRefusals } from "./api";
import { UNORDERED } from "./EntryColumns";
import classes from "./EntryColumns.module.css";
import { minuteInWords } from "./format";

type Row = RefusalCount & { id: string; name: string | undefined };

const COLUMNS: Column<Row>[] = [
  {
    header: "Minute",
    width: "13rem",
    cell: ({ minute }) => <time dateTime={minute}>{minuteInWords(minute)}</time>,
  },
  { header: "Who", cell: (row) => <Who row={row} /> },
  { header: "Lacked", cell: (row) => <Lacked row={row} /> },
  { header: "How often", numeric: true, width: "7rem", cell: ({ count }) => formatCount(count) },
];

export function Refusals() {
  const list = useRefusals();
  const names = useNames(list.rows?.map(({ subject }) => subject) ?? []);
  const rows = list.rows?.map((row) => ({ ...row, name: names.get(row.subject) }));
  return (
    <Section
      title="Refusals"
      lead="People who were logged in and asked for what they may not do, added up by the minute."
    >
      <ResultList
        {...UNORDERED}
        rows={{ ...list, rows }}
        noun={{ one: "refusal", many: "refusals" }}
        columns={COLUMNS}
        card={(row) => (
          <article className={classes.card}>
            <p>
              <Who row={row} /> <Lacked row={row} />
            </p>
            <p className={classes.small}>
              {minuteInWords(row.minute)}, {timesInWords(row.count)}
            </p>
          </article>
        )}
        onClear={undefined}
      />
    </Section>
  );
}

function Who({ row: { subject, name } }: { row: Row }) {
  return (
    <>
      {name && `${name} `}
      <code translate="no">{subject}</code>
    </>
  );
}

function Lacked({ row: { permission } }: { row: Row }) {
  if (!permission) return "no permission would have helped";
  return <Ticket name={permission} held={false} says={null} />;
}

function timesInWords(count: number): string {
  return count === 1 ? "once" : `${formatCount(count)} times`;
}
