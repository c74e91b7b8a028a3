/** Filters side by side, as many in a line as there is room for. */
import type { ReactNode } from "react";
import classes from "./FilterBar.module.css";

export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <search aria-label={label} className={classes.bar}>
      {children}
    </search>
  );
}

/** Two fields that belong together: from, to. */
export function FilterPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
