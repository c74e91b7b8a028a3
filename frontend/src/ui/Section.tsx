/** A part of a page under a heading of its own. */
import { type ReactNode, useId } from "react";
import classes from "./Section.module.css";

interface Props {
  title: string;
  /** One or two sentences on what is shown. */
  lead?: ReactNode;
  children: ReactNode;
}

export function Section({ title, lead, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  );
}

interface GridProps {
  /** For cards with much to read: two side by side at most. */
  wide?: boolean;
  children: ReactNode;
}

/** Cards side by side, as many as there is room for, and those of a row of one height. */
export function CardGrid({ wide = false, children }: GridProps) {
  return (
    <div className={classes.grid} data-wide={wide}>
      {children}
    </div>
  );
}
