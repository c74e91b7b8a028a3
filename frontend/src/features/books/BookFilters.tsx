/** What narrows the books down. */
import type { components } from "@/api/schema";
import { SearchFilter } from "@/records/SearchFilter";
import { SelectFilter } from "@/records/SelectFilter";
import { YearsFilter } from "@/records/YearsFilter";
import { formatCount } from "@/ui/format";
import type { BookSearch } from "./search";
import { languageInWords } from "./words";

interface Props {
  search: BookSearch;
  summary: components["schemas"]["BooksSummary"] | undefined;
  onChange: (changes: BookSearch) => void;
}

const RATINGS = [4.5, 4, 3.5, 3].map((rating) => ({
  value: String(rating),
  label: `Rated ${rating} or more`,
}));

export function BookFilters({ search, summary, onChange }: Props) {
  const languages = (summary?.languages ?? []).filter(({ name }) => name);
  return (
    <>
      <SearchFilter
        label="Search titles and authors"
        value={search.search}
        onChange={(value) => onChange({ search: value })}
      />
      <SelectFilter
        label="Language"
        all="All languages"
        choices={languages.map(({ name, count }) => ({
          value: name,
          label: `${languageInWords(name)} (${formatCount(count)})`,
        }))}
        value={search.language}
        onChange={(language) => onChange({ language })}
      />
      <SelectFilter
        label="Rating"
        all="Any rating"
        choices={RATINGS}
        value={search.rating_from?.toString()}
        onChange={(rating) => onChange({ rating_from: rating ? Number(rating) : undefined })}
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
