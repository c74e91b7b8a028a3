/** A list from the server in each of its states: coming, there, empty, refused, and growing. */
import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useDeferredValue } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { ComfortIcon, RowsIcon } from "@/ui/icons";
import { Panel } from "@/ui/Panel";
import type { RecordId } from "./collection";
import { ListFooter } from "./ListFooter";
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
  /** The button that saves the list, where its API gives files. */
  download?: ReactNode;
  ordering: string;
  onOrdering: (ordering: string) => void;
  /** How many there are without any filter, when that is known. */
  total: number | undefined;
  /** Undefined when no filter narrows the list. */
  onClear: (() => void) | undefined;
}

type Density = "dense" | "comfortable";

const DESKTOP = "(min-width: 48em)";

export function ResultList<Row extends { id: RecordId }>(props: Props<Row>) {
  const { rows: list, noun, columns, card, ordering, onOrdering, total, onClear } = props;
  const isDesktop = useMediaQuery(DESKTOP, true, { getInitialValueInEffect: false });
  const [density, setDensity] = useLocalStorage<Density>({
    key: "usher-density",
    defaultValue: "dense",
  });
  const { error } = list;
  // Drawn in slices, so that a slow phone still answers meanwhile.
  const rows = useDeferredValue(list.rows);

  if (!rows && error) return <ProblemPanel error={error} retry={list.retry} />;
  if (!rows) return <Placeholder isDesktop={isDesktop} noun={noun} />;
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
        {props.download}
        {isDesktop && (
          <DensityToggle
            isDense={density === "dense"}
            onToggle={() => setDensity(density === "dense" ? "comfortable" : "dense")}
          />
        )}
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

/** Many rows at once, or rows with air. */
function DensityToggle({ isDense, onToggle }: { isDense: boolean; onToggle: () => void }) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={isDense ? <ComfortIcon /> : <RowsIcon />}
      onClick={onToggle}
    >
      {isDense ? "Roomier rows" : "Denser rows"}
    </Button>
  );
}

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** Holds the place of a list that is coming, in its size. */
function Placeholder({ isDesktop, noun }: { isDesktop: boolean; noun: Noun }) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Fetching the {noun.many}</VisuallyHidden>
      {ROWS.map((row) => (
        <Skeleton key={row} height={isDesktop ? 40 : 100} mb={isDesktop ? 1 : 8} radius={4} />
      ))}
    </div>
  );
}
