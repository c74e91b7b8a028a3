/** What narrows the trail down: who, what, of what, and when. */
import { t } from "@lingui/core/macro";
import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { FilterBar, FilterFold } from "@/records/FilterBar";
import { useIsDesktop } from "@/records/ResultList";
import { SearchFilter } from "@/records/SearchFilter";
import classes from "./AuditFilters.module.css";
import { DateTimeField } from "./DateTimeField";
import type { AuditSearch } from "./search";
import { actionInWords, CHOICES } from "./words";

interface Props {
  search: AuditSearch;
  onChange: (changes: AuditSearch) => void;
  /** What else lies behind the button of a phone. */
  children: ReactNode;
}

export function AuditFilters({ search, onChange, children }: Props) {
  const { list, actor, target, action, since, until } = search;
  const isDesktop = useIsDesktop();
  const hasSearches = list !== "refusals";
  const who = (
    <SearchFilter label={t`Who`} value={actor} onChange={(next) => onChange({ actor: next })} />
  );
  const what = (
    <SearchFilter label={t`What`} value={target} onChange={(next) => onChange({ target: next })} />
  );
  const others = (
    <>
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
    </>
  );
  return (
    <FilterBar label={t`Find changes`}>
      {hasSearches && isDesktop && (
        <div className={classes.searches}>
          {who}
          {what}
        </div>
      )}
      {!isDesktop ? (
        <>
          {hasSearches && who}
          <FilterFold
            active={[hasSearches && target, !list && action, since, until].filter(Boolean).length}
          >
            {hasSearches && what}
            {others}
            {children}
          </FilterFold>
        </>
      ) : (
        others
      )}
    </FilterBar>
  );
}

/** An action of the address that is none of ours is shown all the same, for it filters. */
function unknown(action: string | undefined) {
  const known = CHOICES.some(({ items }) => items.some(({ value }) => value === action));
  return action && !known ? [{ value: action, label: actionInWords(action) }] : [];
}
