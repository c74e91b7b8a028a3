/** What narrows the films down. */
import type { components } from "@/api/schema";
import { ChoiceField } from "@/ui/ChoiceField";
import { FilterBar, FilterPair } from "@/ui/FilterBar";
import { NumberField } from "@/ui/NumberField";
import { counted } from "@/ui/numbers";
import { SearchField } from "@/ui/SearchField";
import type { MovieSearch } from "./search";

interface Props {
  search: MovieSearch;
  summary: components["schemas"]["MovieSummary"] | undefined;
  onChange: (changes: MovieSearch) => void;
}

export function MovieFilters({ search, summary, onChange }: Props) {
  const genres = summary?.genres ?? [];
  return (
    <FilterBar label="Films">
      <SearchField
        label="Search titles and names"
        value={search.search}
        onChange={(value) => onChange({ search: value })}
      />
      <ChoiceField
        label="Genre"
        all="All genres"
        choices={genres.map(({ name, count }) => ({
          value: name,
          label: `${name} (${counted(count)})`,
        }))}
        value={search.genre}
        onChange={(genre) => onChange({ genre })}
      />
      <FilterPair>
        <NumberField
          label="From the year"
          placeholder={String(summary?.first_year ?? "from")}
          value={search.year_from}
          onChange={(year_from) => onChange({ year_from })}
        />
        –
        <NumberField
          label="To the year"
          placeholder={String(summary?.last_year ?? "to")}
          value={search.year_to}
          onChange={(year_to) => onChange({ year_to })}
        />
      </FilterPair>
    </FilterBar>
  );
}
