/** The audit trail: who changed what of rights, then of records, and who was refused what. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { createLazyRoute, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { DownloadButton } from "@/records/DownloadButton";
import { FilterChips } from "@/records/FilterChips";
import { useRecordsInWords } from "@/records/ResourcesContext";
import { useIsDesktop } from "@/records/ResultList";
import { capitalized } from "@/ui/format";
import { Page } from "@/ui/Page";
import { AuditFilters } from "./AuditFilters";
import classes from "./AuditPage.module.css";
import { useChanges, useEntries } from "./api";
import { chipsOf } from "./chips";
import { DayCharts } from "./DayCharts";
import { Refusals } from "./Refusals";
import { type AuditSearch, filtersOf, LISTS, toQuery } from "./search";
import { Trail } from "./Trail";
import { TrailRow } from "./TrailRow";

export const Route = createLazyRoute("/audit")({ component: AuditPage });

const TITLES = {
  rights: t`Rights and logins`,
  refusals: t`Refusals`,
};
/** What finds nothing in another part. */
const OF_ONE_PART = { action: undefined, target_kind: undefined, target_id: undefined };
const FILES = { rights: "audit", records: "audit/changes", refusals: "audit/refusals" };

function AuditPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { list } = search;
  const isDesktop = useIsDesktop();
  const show = (changed: AuditSearch) =>
    void navigate({ search: changed, replace: true, resetScroll: false });
  const clear = () => show({ list });
  const filters = filtersOf(search);
  const shown = list ?? "rights";
  const records = capitalized(useRecordsInWords());
  const chips = (found?: string) => (
    <FilterChips
      chips={chipsOf(search, found)}
      onRemove={(changes) => show({ ...search, ...changes })}
      onClear={clear}
    />
  );
  const parts: PartProps = {
    search,
    chips,
    onClear: Object.values(filters).some(Boolean) ? clear : undefined,
    tools: (
      <span className={classes.files}>
        {(["csv", "jsonl"] as const).map((format) => (
          <DownloadButton
            key={format}
            name={FILES[shown]}
            search={{ ...toQuery(filters) }}
            format={format}
          />
        ))}
      </span>
    ),
  };
  return (
    <Page title={t`Audit trail`}>
      {isDesktop && <DayCharts search={search} />}
      <nav aria-label={t`Parts of the trail`} className={classes.lists}>
        {LISTS.map((each) => (
          <Link
            key={each}
            to="/audit"
            search={{ ...filters, ...OF_ONE_PART, list: each === "rights" ? undefined : each }}
            aria-current={each === shown ? "page" : undefined}
            activeOptions={{ exact: true, includeSearch: true }}
            resetScroll={false}
            className={classes.list}
            data-shown={each === shown || undefined}
          >
            {each === "records" ? records : TITLES[each]}
          </Link>
        ))}
      </nav>
      <AuditFilters search={search} onChange={(changes) => show({ ...search, ...changes })}>
        {!isDesktop && <DayCharts search={search} />}
      </AuditFilters>
      {shown === "rights" && <Rights {...parts} />}
      {shown === "records" && <Records {...parts} />}
      {shown === "refusals" && (
        <>
          {chips()}
          <p className={classes.lead}>
            <Trans>
              People who were logged in and asked for what they may not do, added up by the minute.
              They are kept for 90 days.
            </Trans>
          </p>
          <Refusals {...parts} />
        </>
      )}
    </Page>
  );
}

interface PartProps {
  search: AuditSearch;
  /** What narrows the list; `found` is what the first thing of it is called. */
  chips: (found?: string) => ReactNode;
  onClear: (() => void) | undefined;
  tools: ReactNode;
}

function Rights({ search, chips, ...rest }: PartProps) {
  const rows = useEntries(search);
  return (
    <>
      {chips(rows.isOutdated ? undefined : rows.rows?.[0]?.target.name)}
      <Trail
        {...rest}
        label={TITLES.rights}
        rows={rows}
        at={({ at }) => at}
        one={(row) => <TrailRow row={row} />}
        none={t`Nothing was changed yet`}
      />
    </>
  );
}

function Records({ search, chips, ...rest }: PartProps) {
  const rows = useChanges(search);
  const label = capitalized(useRecordsInWords());
  return (
    <>
      {chips(rows.isOutdated ? undefined : rows.rows?.[0]?.target.name)}
      <p className={classes.lead}>
        <Trans>
          Who changed which of them within the last year. A whole file that was imported is one
          line.
        </Trans>
      </p>
      <Trail
        {...rest}
        label={label}
        rows={rows}
        at={({ at }) => at}
        one={(row) => <TrailRow row={row} />}
        none={t`None of them was changed yet`}
      />
    </>
  );
}
