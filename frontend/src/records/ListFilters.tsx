/** What stands above a list to narrow it down: the search, and the filters beside it. */
import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import type { Search } from "./collection";
import { FilterBar, FilterFold } from "./FilterBar";
import { chosenOf, type Filters } from "./filters";
import { RangeFilter } from "./RangeFilter";
import { SearchFilter } from "./SearchFilter";
import { SelectFilter } from "./SelectFilter";

interface Props extends Pick<Filters, "choices" | "ranges"> {
  noun: { many: string };
  searchLabel: string;
  search: Search;
  onChange: (changes: Search) => void;
  /** Whether all but the search lies behind one button, and how many filters narrow the list. */
  isFolded: boolean;
  active: number;
  /** What stands beside the button, and what lies behind it too. */
  beside: ReactNode;
  children: ReactNode;
}

export function ListFilters(props: Props) {
  const { noun, searchLabel, choices = [], ranges = [], search, onChange } = props;
  const { isFolded, active, beside, children } = props;
  const filters = (
    <>
      {choices.map((filter) => {
        const { parameter, upTo, label, all, choices: known } = filter;
        const chosen = chosenOf(filter, search);
        return (
          <SelectFilter
            key={parameter}
            label={label}
            all={all}
            choices={chosen && !known.includes(chosen) ? [...known, chosen] : known}
            value={chosen?.value}
            onChange={(value) =>
              onChange({ ...(upTo && { [upTo.parameter]: undefined }), [parameter]: value })
            }
          />
        );
      })}
      {ranges.map((range) => (
        <RangeFilter key={range.name} {...range} search={search} onChange={onChange} />
      ))}
    </>
  );
  return (
    <FilterBar label={t`Find ${noun.many}`}>
      <SearchFilter
        label={searchLabel}
        value={search.search?.toString()}
        onChange={(text) => onChange({ search: text })}
      />
      {isFolded ? (
        <>
          <FilterFold active={active}>
            {filters}
            {children}
          </FilterFold>
          {beside}
        </>
      ) : (
        filters
      )}
    </FilterBar>
  );
}
