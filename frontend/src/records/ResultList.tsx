/** A list from the server in each of its states: coming, there, empty, refused, and growing. */
import { Button } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Panel } from "@/ui/Panel";
import type { RecordId } from "./collection";
import { type Density, DensityToggle } from "./DensityToggle";
import { ListFooter } from "./ListFooter";
import { ListSkeleton } from "./ListSkeleton";
import classes from "./ResultList.module.css";
import { type Column, RowTable } from "./RowTable";
import type { Rows } from "./usePages";

export interface Noun {
  one: string;
  many: string;
}

interface Props<Row> {
  rows: Rows<Row>;
  noun: Noun;
  columns: readonly Column<Row>[];
  /** One row on a phone. */
  card: (row: Row) => ReactNode;
  ordering: string;
  onOrdering: (ordering: string) => void;
  /** How many there are without any filter, when that is known. */
  total: number | undefined;
  /** Undefined when no filter narrows the list. */
  onClear: (() => void) | undefined;
}

const DESKTOP = "(min-width: 48em)";

export function ResultList<Row extends { id: RecordId }>(props: Props<Row>) {
  const { rows: list, noun, columns, card, ordering, onOrdering, total, onClear } = props;
  const isDesktop = useMediaQuery(DESKTOP, true, { getInitialValueInEffect: false });
  const [density, setDensity] = useLocalStorage<Density>({
    key: "usher-density",
    defaultValue: "dense",
  });
  const { rows, error } = list;

  if (!rows && error) return <ProblemPanel error={error} retry={list.retry} />;
  if (!rows) return <ListSkeleton isDesktop={isDesktop} noun={noun} />;
  if (rows.length === 0) return <Empty noun={noun} onClear={onClear} />;

  return (
    <div className={classes.list} aria-busy={list.isOutdated} data-outdated={list.isOutdated}>
      {error && <ProblemPanel error={error} retry={list.retry} />}
      {isDesktop ? (
        <div className={classes.sheet}>
          <RowTable
            label={noun.many}
            columns={columns}
            rows={rows}
            ordering={ordering}
            onOrdering={onOrdering}
            comfortable={density === "comfortable"}
          />
        </div>
      ) : (
        <ul className={classes.cards} aria-label={noun.many}>
          {rows.map((row) => (
            <li key={row.id}>{card(row)}</li>
          ))}
        </ul>
      )}
      <ListFooter list={list} shown={rows.length} total={total} noun={noun}>
        {isDesktop && <DensityToggle density={density} onChange={setDensity} />}
      </ListFooter>
    </div>
  );
}

function Empty({ noun, onClear }: Pick<Props<never>, "noun" | "onClear">) {
  return (
    <Panel role="status">
      <h2>{onClear ? `No ${noun.one} matches` : `There are no ${noun.many} yet`}</h2>
      {onClear && (
        <>
          <p>Try fewer letters, or take a filter away.</p>
          <Button variant="default" onClick={onClear}>
            Clear the filters
          </Button>
        </>
      )}
    </Panel>
  );
}
