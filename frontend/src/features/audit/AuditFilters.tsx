/** What narrows the trail down: who, what, of what, and when. */
import { t } from "@lingui/core/macro";
import { NativeSelect } from "@mantine/core";
import { FilterBar } from "@/records/FilterBar";
import { SearchFilter } from "@/records/SearchFilter";
import classes from "./AuditFilters.module.css";
import { DateTimeField } from "./DateTimeField";
import type { AuditSearch } from "./search";
import { actionInWords, CHOICES } from "./words";

interface Props {
  search: AuditSearch;
  onChange: (changes: AuditSearch) => void;
}

export function AuditFilters({ search, onChange }: Props) {
  const { list, action, since, until } = search;
  return (
    <FilterBar label={t`Find changes`}>
      {list !== "refusals" && (
        <div className={classes.searches}>
          <SearchFilter
            label={t`Who made the change`}
            value={search.actor}
            onChange={(actor) => onChange({ actor })}
          />
          <SearchFilter
            label={t`What was changed`}
            value={search.target}
            onChange={(target) => onChange({ target })}
          />
        </div>
      )}
      {!list && (
        <NativeSelect
          aria-label={t`Kind of change`}
          value={action ?? ""}
          onChange={(event) => onChange({ action: event.currentTarget.value || undefined })}
          data={[{ value: "", label: t`Every kind of change` }, ...CHOICES, ...unknown(action)]}
        />
      )}
      <div className={classes.moments}>
        <DateTimeField
          label={t`Since`}
          value={since}
          onChange={(next) => onChange({ since: next })}
        />
        <DateTimeField
          label={t`Until`}
          value={until}
          onChange={(next) => onChange({ until: next })}
        />
      </div>
    </FilterBar>
  );
}

/** An action of the address that is none of ours is shown all the same, for it filters. */
function unknown(action: string | undefined) {
  const known = CHOICES.some(({ items }) => items.some(({ value }) => value === action));
  return action && !known ? [{ value: action, label: actionInWords(action) }] : [];
}
