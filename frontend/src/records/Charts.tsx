/** The charts of a resource, whose bars narrow its list. */
import { useLocation, useSearch } from "@tanstack/react-router";
import { BarChart } from "@/ui/BarChart";
import type { Search } from "./collection";
import { useIsDesktop } from "./ResultList";
import type { Chart, Counted, Summary } from "./resource";

interface Props {
  charts: readonly Chart[];
  summary: Summary;
  className: string;
}

/** More gaps than this say less than their being left out. */
const LONGEST = 40;

/** Of what is told apart by name, those with most. */
const MOST = 12;

export default function Charts({ charts, summary, className }: Props) {
  const search: Search = useSearch({ strict: false });
  const { pathname } = useLocation();
  const isDesktop = useIsDesktop();
  return (
    <div className={className}>
      {charts.map(({ title, counts, layout, bar, steps }) => {
        const counted = summary[counts] as Counted[];
        const all = steps ? withGaps(counted, steps) : counted;
        const drawn = layout === "rows" ? all.filter(({ name }) => name).slice(0, MOST) : all;
        return (
          <section key={title}>
            <h2>{title}</h2>
            <BarChart
              label={title}
              // Columns side by side want more room than a phone has.
              layout={isDesktop ? layout : "rows"}
              bars={drawn.map((counted) => {
                const { label, search: own } = bar(counted);
                const isActive = Object.entries(own).every(
                  ([name, value]) => String(search[name]) === String(value),
                );
                return {
                  label,
                  value: counted.count,
                  to: pathname,
                  search: { ...search, ...(isActive ? withoutValues(own) : own) },
                  isActive,
                };
              })}
            />
          </section>
        );
      })}
    </div>
  );
}

/** With nought for each step between the first and the last of which nothing is known. */
function withGaps(counted: Counted[], { by, of }: { by: string; of: number }): Counted[] {
  const found = new Map(counted.map((each) => [Number(each[by]), each]));
  const [first, last] = [Math.min(...found.keys()), Math.max(...found.keys())];
  const length = (last - first) / of + 1;
  if (length > LONGEST) return counted;
  return Array.from({ length }, (_, index) => {
    const at = first + index * of;
    return found.get(at) ?? { [by]: at, count: 0 };
  });
}

const withoutValues = (search: Search): Search =>
  Object.fromEntries(Object.keys(search).map((name) => [name, undefined]));
