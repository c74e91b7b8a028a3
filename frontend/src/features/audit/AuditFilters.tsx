/** What narrows the trail down: who, what, of what, and when. */

import { FilterBar } from "@/records/FilterBar";
import { SearchFilter } from "@/records/SearchFilter";
import { SelectFilter } from "@/records/SelectFilter";
import { DateTimeField } from "./DateTimeField";
import classes from "./EntryColumns.module.css";
import { CHOICES } from "./format";
import type { AuditSearch } from "./search";

interface Props {
  search: AuditSearch;
  onChange: (changes: AuditSearch) => void;
}

export function AuditFilters({ search, onChange }: Props) {
  return (
    <FilterBar label="Find changes">
      <div className={classes.searches}>
        <SearchFilter
          label="Who made the change"
          value={search.actor}
          onChange={(actor) => onChange({ actor })}
        />
        <SearchFilter
          label="What was changed"
          value={search.target}
          onChange={(target) => onChange({ target })}
        />
      </div>
      <SelectFilter
        label="Kind of change"
        all="Every kind of change"
        choices={CHOICES}
        value={search.action}
        onChange={(action) => onChange({ action })}
      />
      <div className={classes.moments}>
        <DateTimeField
          label="Since"
          value={search.since}
          onChange={(since) => onChange({ since })}
        />
        <DateTimeField
          label="Until"
          value={search.until}
          onChange={(until) => onChange({ until })}
        />
      </div>
    </FilterBar>
  );
}
