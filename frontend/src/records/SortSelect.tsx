/** The order of a list where there are no headings to press: on a phone, and among covers. */
import { t } from "@lingui/core/macro";
import { NativeSelect } from "@mantine/core";
import type { Column } from "./RowTable";

interface Props<Row> {
  columns: readonly Column<Row>[];
  value: string;
  /** An order that is no column's. */
  usual?: { value: string; label: string } | "" | undefined;
  onChange: (ordering: string) => void;
}

export function SortSelect<Row>({ columns, value, usual, onChange }: Props<Row>) {
  const choices = columns.flatMap(({ header, ordering, directions, descendingFirst }) => {
    if (!ordering) return [];
    const [upwards, downwards] = directions ?? [t`upwards`, t`downwards`];
    const up = { value: ordering, label: `${header}, ${upwards}` };
    const down = { value: `-${ordering}`, label: `${header}, ${downwards}` };
    return descendingFirst ? [down, up] : [up, down];
  });
  if (choices.length === 0) return null;
  return (
    <NativeSelect
      aria-label={t`Order`}
      data={usual ? [usual, ...choices] : choices}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
