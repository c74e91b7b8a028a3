/** How much there is of each kind, as bars that lead to it. A list of links to who cannot see it. */
import { Link } from "@tanstack/react-router";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import classes from "./BarChart.module.css";
import { formatCount } from "./format";

export interface Bar {
  label: string;
  value: number;
  /** Where the bar leads; this page where only a search is given, nowhere without both. */
  to?: string;
  search?: Record<string, string | number | undefined>;
  /** Whether this one is what the page shows now. */
  isActive?: boolean;
}

interface Props {
  /** What is counted, such as "Films by decade". */
  label: string;
  bars: readonly Bar[];
  /** Columns side by side for what follows in time, rows for what is told apart by name. */
  layout?: "columns" | "rows";
  /** Many columns that all fit, with every second of them labelled. */
  isDense?: boolean;
}

export function BarChart({ label, bars, layout = "columns", isDense = false }: Props) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const list = useRef<HTMLUListElement>(null);
  const count = bars.length;
  useEffect(() => {
    // Where not all of a time fits, its newest part is what people look for.
    if (list.current && count > 0) list.current.scrollLeft = list.current.scrollWidth;
  }, [count]);
  return (
    <ul
      ref={list}
      className={classes.chart}
      data-layout={layout}
      data-dense={isDense || undefined}
      aria-label={label}
    >
      {bars.map((bar) => (
        <li key={bar.label} style={{ "--share": bar.value / most } as CSSProperties}>
          <Place bar={bar}>
            <span className={classes.label}>{bar.label}</span>
            <span className={classes.value} data-none={bar.value === 0 || undefined}>
              {formatCount(bar.value)}
            </span>
            <span className={classes.track} aria-hidden="true">
              <span className={classes.bar} data-none={bar.value === 0 || undefined} />
            </span>
          </Place>
        </li>
      ))}
    </ul>
  );
}

function Place({ bar, children }: { bar: Bar; children: ReactNode }) {
  const { to, search, isActive } = bar;
  const look = { className: classes.place, "data-active": isActive || undefined };
  if (!to && !search) return <span {...look}>{children}</span>;
  return (
    <Link
      {...look}
      to={to ?? "."}
      search={search ?? {}}
      resetScroll={false}
      aria-current={isActive || undefined}
      // An address whose search begins as this one's would be called the page that is open.
      activeOptions={{ exact: true, includeSearch: true }}
      preload={false}
    >
      {children}
    </Link>
  );
}
