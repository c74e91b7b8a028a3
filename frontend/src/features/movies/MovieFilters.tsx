/** What narrows the films down. */
import type { components } from "@/api/schema";
import { SearchFilter } from "@/records/SearchFilter";
import { SelectFilter } from "@/records/SelectFilter";
import { YearsFilter } from "@/records/YearsFilter";
import { formatCount } from "@/ui/format";
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
      <SearchFilter
        label="Search titles and names"
        value={search.search}
        onChange={(value) => onChange({ search: value })}
      />
      <SelectFilter
        label="Genre"
        all="All genres"
        choices={genres.map(({ name, count }) => ({
          value: name,
          label: `${name} (${formatCount(count)})`,
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
