/** Many rows at once, or rows with air. */
import { Button } from "@mantine/core";
import { ComfortIcon, RowsIcon } from "@/ui/icons";

export type Density = "dense" | "comfortable";

interface Props {
  density: Density;
  onChange: (density: Density) => void;
}

export function DensityToggle({ density, onChange }: Props) {
  const isDense = density === "dense";
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={isDense ? <ComfortIcon /> : <RowsIcon />}
      onClick={() => onChange(isDense ? "comfortable" : "dense")}
    >
      {isDense ? "Roomier rows" : "Denser rows"}
    </Button>
  );
}
