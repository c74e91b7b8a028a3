/** The order of a list where there are no headings to press: on a phone. */
import { Box } from "@mantine/core";
import { ChoiceField } from "./ChoiceField";
import type { Column } from "./RowTable";

interface Props<Row> {
  columns: readonly Column<Row>[];
  value: string | undefined;
  onChange: (ordering: string | undefined) => void;
}

export function SortField<Row>({ columns, value, onChange }: Props<Row>) {
  const choices = columns.flatMap(({ header, ordering, descendingFirst }) => {
    if (!ordering) return [];
    const up = { value: ordering, label: `${header}, upwards` };
    const down = { value: `-${ordering}`, label: `${header}, downwards` };
    return descendingFirst ? [down, up] : [up, down];
  });
  return (
    <Box hiddenFrom="sm">
      <ChoiceField
        label="Order"
        all="In the usual order"
        choices={choices}
        value={value}
        onChange={onChange}
      />
    </Box>
  );
}
