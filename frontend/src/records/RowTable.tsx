/** Rows as a table whose headings sort and stay in sight. */
import type { ReactNode } from "react";
import type { RecordId } from "./collection";
import { pressLink } from "./pressLink";
import classes from "./RowTable.module.css";
import type { RowWindow } from "./useRowWindow";

export interface Column<Row> {
  header: string;
  /** The server's name of this order; without it the column does not sort. */
  ordering?: string;
  /** What both directions mean, for the picker on a phone: upwards, downwards. */
  directions?: readonly [up: string, down: string];
  /** Most wanted first: numbers read best from the greatest down. */
  descendingFirst?: boolean;
  /** Whether the list has its one order by this column. */
  isOrdered?: boolean;
  numeric?: boolean;
  width?: string;
  cell: (row: Row) => ReactNode;
}

/** What table, cards and covers draw: some of the rows, and room for all others. */
export interface Drawn<Row> {
  label: string;
  window: RowWindow;
  /** Undefined for a row that is coming. */
  rowAt: (index: number) => Row | undefined;
  /** How many there are in all, or -1 while nobody knows. */
  total: number;
}

interface Props<Row> extends Drawn<Row> {
  columns: readonly Column<Row>[];
  ordering: string;
  onOrdering: (ordering: string) => void;
  comfortable: boolean;
}

export function RowTable<Row extends { id: RecordId }>(props: Props<Row>) {
  const { label, columns, ordering, onOrdering, comfortable, window, total } = props;
  return (
    <table
      className={classes.table}
      aria-label={label}
      aria-rowcount={total < 0 ? -1 : total + 1}
      data-comfortable={comfortable || undefined}
    >
      <colgroup>
        {columns.map(({ header, width }) => (
          <col key={header} {...(width && { style: { width } })} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <Heading
              key={column.header}
              column={column}
              ordering={ordering}
              onOrdering={onOrdering}
            />
          ))}
        </tr>
      </thead>
      <tbody ref={window.ref} onFocus={window.onFocus} onBlur={window.onBlur}>
        {window.stretches.flatMap(({ room, indexes }) => [
          <Room key={`before ${indexes[0]}`} height={room} />,
          ...indexes.map((index) => <TableRow key={index} index={index} {...props} />),
        ])}
        <Room height={window.after} />
      </tbody>
    </table>
  );
}

function TableRow<Row extends { id: RecordId }>(props: Props<Row> & { index: number }) {
  const { index, columns, rowAt } = props;
  const row = rowAt(index);
  if (!row)
    return (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: It has nothing yet that takes the focus.
      <tr aria-hidden="true" data-row={index} data-empty className={classes.coming}>
        <td colSpan={columns.length} />
      </tr>
    );
  return (
    // The link in it is what the keyboard takes.
    <tr data-row={index} aria-rowindex={index + 2} {...pressLink}>
      {columns.map(({ header, numeric, cell }) => (
        <td key={header} data-numeric={numeric || undefined}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Stands for rows that are not drawn. */
function Room({ height }: { height: number }) {
  if (height <= 0) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: Nothing in it takes the focus.
  return <tr aria-hidden="true" className={classes.room} style={{ height }} />;
}

interface HeadingProps<Row> extends Pick<Props<Row>, "ordering" | "onOrdering"> {
  column: Column<Row>;
}

function Heading<Row>({ column, ordering, onOrdering }: HeadingProps<Row>) {
  const { header, numeric, ordering: own, descendingFirst, isOrdered } = column;
  if (!own) {
    return (
      <th scope="col" aria-sort={isOrdered ? "ascending" : undefined}>
        {header}
        {isOrdered && <span aria-hidden="true"> ↑</span>}
      </th>
    );
  }
  const direction =
    ordering === own ? "ascending" : ordering === `-${own}` ? "descending" : undefined;
  const isDescendingNext = direction ? direction === "ascending" : descendingFirst;
  return (
    <th scope="col" aria-sort={direction ?? "none"} data-numeric={numeric || undefined}>
      <button
        type="button"
        className={classes.sort}
        onClick={() => onOrdering(isDescendingNext ? `-${own}` : own)}
      >
        {header}
        <span aria-hidden="true" className={classes.arrow}>
          {direction === "descending" ? "↓" : "↑"}
        </span>
      </button>
    </th>
  );
}
