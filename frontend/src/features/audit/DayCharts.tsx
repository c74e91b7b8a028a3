/** How much was refused and who logged in on each of the last days. A bar narrows the trail to its day. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { BarChart } from "@/ui/BarChart";
import { formatCount } from "@/ui/format";
import { type Day, useDays } from "./api";
import classes from "./DayCharts.module.css";
import { formatShortDay, zoneInWords } from "./moments";
import { type AuditSearch, momentOf } from "./search";

export const DAYS = 14;

export function DayCharts({ search }: { search: AuditSearch }) {
  const { data, error } = useDays(DAYS);
  if (!data && error) return <p className={classes.note}>{t`The charts could not be fetched.`}</p>;
  if (!data) return <Skeleton height={180} aria-busy="true" />;
  const { days, login_action: action, zone } = data;
  const of = (list: AuditSearch["list"], shown: string | undefined, value: (day: Day) => number) =>
    days.map((day, at) => {
      const since = momentOf(day.since);
      const isActive = search.since === since && search.list === list && search.action === shown;
      // A bar that is chosen already lets go of its day.
      const chosen = { list, action: shown, since, until: momentOf(day.until) };
      return {
        label: formatShortDay(day.day, at === 0),
        value: value(day),
        search: isActive ? { list } : { ...chosen },
        isActive,
      };
    });
  return (
    <div className={classes.charts}>
      <Chart
        title={t`Refusals by day`}
        none={t`No refusals in ${DAYS} days.`}
        total={days.reduce((sum, { refusals }) => sum + refusals, 0)}
        bars={of("refusals", undefined, ({ refusals }) => refusals)}
      />
      {action ? (
        <Chart
          title={t`Logins by day`}
          none={t`No logins in ${DAYS} days.`}
          total={days.reduce((sum, { logins }) => sum + (logins ?? 0), 0)}
          bars={of(undefined, action, ({ logins }) => logins ?? 0)}
        />
      ) : (
        <figure className={classes.chart}>
          <figcaption className={classes.title}>{t`Logins by day`}</figcaption>
          <p className={classes.none}>
            <Trans>
              People log in at another issuer, and this page asks there for its tokens itself: what
              this site does not see it cannot count. Look into the log of your tenant.
            </Trans>
          </p>
        </figure>
      )}
      <p className={classes.note}>
        <Trans>
          Days and times are those of {zoneInWords(zone)}. Choose a bar to see its day; choose it
          again to see all.
        </Trans>
      </p>
    </div>
  );
}

interface ChartProps {
  title: string;
  /** What is said in place of a chart without bars. */
  none: string;
  total: number;
  bars: Parameters<typeof BarChart>[0]["bars"];
}

function Chart({ title, none, total, bars }: ChartProps) {
  const count = formatCount(total);
  return (
    <figure className={classes.chart} data-none={total === 0 || undefined}>
      <figcaption className={classes.title}>
        {title}{" "}
        <span className={classes.total}>{total > 0 ? t`${count} in ${DAYS} days` : none}</span>
      </figcaption>
      {total > 0 && <BarChart label={title} bars={bars} isDense />}
    </figure>
  );
}
