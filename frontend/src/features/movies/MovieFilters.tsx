/** What narrows the films down. */
import type { components } from "@/api/schema";
import { ChoiceField } from "@/ui/ChoiceField";
import { counted } from "@/ui/numbers";
import { SearchField } from "@/ui/SearchField";
import { YearsFilter } from "@/ui/YearsFilter";
import type { MovieSearch } from "./search";

interface Props {
  search: MovieSearch;
  summary: components["schemas"]["MoviesSummary"] | undefined;
  onChange: (changes: MovieSearch) => void;
}

export function MovieFilters({ search, summary, onChange }: Props) {
  const genres = summary?.genres ?? [];
  return (
    <>
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
      <YearsFilter
        value={search}
        first={summary?.first_year}
        last={summary?.last_year}
        onChange={onChange}
      />
    </>
  );
}
