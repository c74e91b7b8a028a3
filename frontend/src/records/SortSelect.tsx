/** The order of a list where there are no headings to press: on a phone. */
import { Box, NativeSelect } from "@mantine/core";
import type { Column } from "./RowTable";

interface Props<Row> {
  columns: readonly Column<Row>[];
  value: string;
  onChange: (ordering: string) => void;
}

export function SortSelect<Row>({ columns, value, onChange }: Props<Row>) {
  const choices = columns.flatMap(({ header, ordering, directions, descendingFirst }) => {
    if (!ordering) return [];
    const [upwards, downwards] = directions ?? ["upwards", "downwards"];
    const up = { value: ordering, label: `${header}, ${upwards}` };
    const down = { value: `-${ordering}`, label: `${header}, ${downwards}` };
    return descendingFirst ? [down, up] : [up, down];
  });
  if (choices.length === 0) return null;
  return (
    <Box hiddenFrom="sm">
      <NativeSelect
        aria-label="Order"
        data={choices}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Box>
  );
}
