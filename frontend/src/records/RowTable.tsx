/** Rows as a table whose headings sort. */
import type { ReactNode } from "react";
import type { RecordId } from "./collection";
import classes from "./RowTable.module.css";

export interface Column<Row> {
  header: string;
  /** The server's name of this order; without it the column does not sort. */
  ordering?: string;
  /** What both directions mean, for the picker on a phone: upwards, downwards. */
  directions?: readonly [up: string, down: string];
  /** Most wanted first: numbers read best from the greatest down. */
  descendingFirst?: boolean;
  numeric?: boolean;
  width?: string;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  ordering: string;
  onOrdering: (ordering: string) => void;
  comfortable: boolean;
}

export function RowTable<Row extends { id: RecordId }>(props: Props<Row>) {
  const { label, columns, rows, ordering, onOrdering, comfortable } = props;
  return (
    <table className={classes.table} aria-label={label} data-comfortable={comfortable || undefined}>
      <colgroup>
        {columns.map(({ header, width }) => (
          <col key={header} {...(width && { style: { width } })} />
        ))}
      </colgroup>
      <thead>
        <tr>
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
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            {columns.map(({ header, numeric, cell }) => (
              <td key={header} data-numeric={numeric || undefined}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface HeadingProps<Row> extends Pick<Props<Row>, "ordering" | "onOrdering"> {
  column: Column<Row>;
}

function Heading<Row>({ column, ordering, onOrdering }: HeadingProps<Row>) {
  const { header, numeric, ordering: own, descendingFirst } = column;
  if (!own) return <th scope="col">{header}</th>;
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
