/** From which year to which. */
import { FilterPair } from "./FilterBar";
import { NumberFilter } from "./NumberFilter";

interface Years {
  year_from?: number | undefined;
  year_to?: number | undefined;
}

interface Props {
  value: Years;
  /** The first and last year there is, as a hint of what can be found. */
  first: number | null | undefined;
  last: number | null | undefined;
  onChange: (changes: Years) => void;
}

export function YearsFilter({ value, first, last, onChange }: Props) {
  return (
    <FilterPair>
      <NumberFilter
        label="From the year"
        placeholder={String(first ?? "from")}
        value={value.year_from}
        onChange={(year_from) => onChange({ year_from })}
      />
      –
      <NumberFilter
        label="To the year"
        placeholder={String(last ?? "to")}
        value={value.year_to}
        onChange={(year_to) => onChange({ year_to })}
      />
    </FilterPair>
  );
}
