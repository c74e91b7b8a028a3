/** Rows as cards, one below the other, or as covers side by side. */
import type { ReactNode } from "react";
import type { RecordId } from "./collection";
import classes from "./RowCards.module.css";
import type { Drawn } from "./RowTable";

interface Props<Row> extends Drawn<Row> {
  card: (row: Row) => ReactNode;
  isGrid: boolean;
}

export function RowCards<Row extends { id: RecordId }>(props: Props<Row>) {
  const { label, window, rowAt, total, card, isGrid } = props;
  return (
    <ul
      ref={window.ref}
      onFocus={window.onFocus}
      onBlur={window.onBlur}
      className={isGrid ? classes.grid : classes.cards}
      aria-label={label}
    >
      {window.stretches.flatMap(({ room, indexes }) => [
        <Room key={`before ${indexes[0]}`} height={room} />,
        ...indexes.map((index) => {
          const row = rowAt(index);
          return row ? (
            <li key={index} data-row={index} aria-posinset={index + 1} aria-setsize={total}>
              {card(row)}
            </li>
          ) : (
            <li
              key={index}
              aria-hidden="true"
              data-row={index}
              data-empty
              className={classes.coming}
            />
          );
        }),
      ])}
      <Room height={window.after} />
    </ul>
  );
}

/** Stands for rows that are not drawn. */
function Room({ height }: { height: number }) {
  return height > 0 && <li aria-hidden="true" className={classes.room} style={{ height }} />;
}
