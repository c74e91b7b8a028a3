/** A list of the trail by day, in each of its states: coming, there, empty, refused, and growing. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import type { Rows } from "@/records/usePages";
import { announce } from "@/ui/announce";
import { formatCount } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { dayOf, formatDay } from "./moments";
import classes from "./Trail.module.css";

interface Props<Row> {
  label: string;
  rows: Rows<Row>;
  /** When a row happened. */
  at: (row: Row) => string;
  one: (row: Row) => ReactNode;
  /** What is said where there is nothing at all. */
  none: string;
  /** Undefined where nothing narrows the list. */
  onClear: (() => void) | undefined;
  /** What saves the list. */
  tools: ReactNode;
}

export function Trail<Row extends { id: number | string }>(props: Props<Row>) {
  const { label, rows: list, at, one, none, onClear, tools } = props;
  const { rows, error } = list;
  if (!rows && error) return <ProblemPanel error={error} retry={list.retry} />;
  if (!rows) return <Placeholder label={label} />;
  if (rows.length === 0) return <Empty none={none} onClear={onClear} />;
  return (
    <section aria-label={label} aria-busy={list.isOutdated} className={classes.trail}>
      {error && <ProblemPanel error={error} retry={list.retry} />}
      <div className={classes.tools}>{tools}</div>
      <div className={classes.sheet} data-outdated={list.isOutdated || undefined}>
        {daysOf(rows, at).map(([day, ofDay]) => (
          <section key={dayOf(day)} className={classes.day}>
            <h2 className={classes.heading}>{formatDay(day)}</h2>
            <ol className={classes.rows}>
              {ofDay.map((row) => (
                <li key={row.id}>{one(row)}</li>
              ))}
            </ol>
          </section>
        ))}
      </div>
      <HowFar list={list} shown={rows.length} />
    </section>
  );
}

/** The rows by the day of their moment, each day with one moment of it. */
function daysOf<Row>(rows: readonly Row[], at: (row: Row) => string): [string, Row[]][] {
  const days: [string, Row[]][] = [];
  for (const row of rows) {
    const last = days.at(-1);
    if (last && dayOf(last[0]) === dayOf(at(row))) last[1].push(row);
    else days.push([at(row), [row]]);
  }
  return days;
}

/** How far back the list is shown, and the way to older ones. */
function HowFar({ list, shown }: { list: Rows<unknown>; shown: number }) {
  const count = formatCount(shown);
  const sentence = list.hasMore ? t`The newest ${count} are shown.` : t`All ${count} are shown.`;
  const before = useRef(shown);
  useEffect(() => {
    if (shown > before.current) announce(sentence);
    before.current = shown;
  }, [shown, sentence]);
  return (
    <div className={classes.far}>
      <span>{sentence}</span>
      {list.hasMore && (
        <Button variant="default" loading={list.isLoadingMore} onClick={list.loadMore}>
          <Trans>Show older ones</Trans>
        </Button>
      )}
    </div>
  );
}

function Empty({ none, onClear }: Pick<Props<never>, "none" | "onClear">) {
  return (
    <Panel role="status">
      <h2>{onClear ? t`Nothing matches` : none}</h2>
      {onClear && (
        <>
          <p>
            <Trans>Try fewer letters, or take a filter away.</Trans>
          </p>
          <Button variant="default" onClick={onClear}>
            <Trans>Clear the filters</Trans>
          </Button>
        </>
      )}
    </Panel>
  );
}

const PLACES = Array.from({ length: 9 }, (_, index) => index);

/** Holds the place of a list that is coming, in its size. */
function Placeholder({ label }: { label: string }) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>{t`Fetching: ${label}`}</VisuallyHidden>
      {PLACES.map((row) => (
        <Skeleton key={row} height={56} mb={1} radius={4} />
      ))}
    </div>
  );
}
