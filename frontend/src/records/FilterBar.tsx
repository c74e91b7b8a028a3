/** Filters side by side, as many in a line as there is room for. */
import { t } from "@lingui/core/macro";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
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

interface FoldProps {
  /** How many of the filters in it narrow the list. */
  active: number;
  children: ReactNode;
}

/** What lies behind one button where there is little room. */
export function FilterFold({ active, children }: FoldProps) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" px="sm" aria-expanded={isOpen} onClick={toggle}>
        {active > 0 ? t`Filters (${active})` : t`Filters`}
      </Button>
      {isOpen && <div className={classes.folded}>{children}</div>}
    </>
  );
}
