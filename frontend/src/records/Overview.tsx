/** What is drawn of a resource as a whole, folded away until somebody would rather look than read. */
import { t } from "@lingui/core/macro";
import { useLocalStorage } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import classes from "./Overview.module.css";
import type { Chart, Summary } from "./resource";

const Charts = lazy(() => import("./Charts"));

interface Props {
  charts: readonly Chart[];
  summary: Summary | undefined;
}

export function Overview({ charts, summary }: Props) {
  const [isOpen, setIsOpen] = useLocalStorage({
    key: "usher-overview",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const drawn = charts.filter(({ counts }) => (summary?.[counts] as unknown[] | undefined)?.length);
  if (drawn.length === 0) return null;
  const titles = drawn.map(({ title }) => title).join(" · ");
  return (
    <details
      className={classes.overview}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>{t`Charts: ${titles}`}</summary>
      {isOpen && summary && (
        <Suspense fallback={<div className={classes.charts} aria-busy="true" />}>
          <Charts charts={drawn} summary={summary} className={classes.charts ?? ""} />
        </Suspense>
      )}
    </details>
  );
}
