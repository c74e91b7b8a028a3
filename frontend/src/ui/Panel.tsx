/** A quiet box on the page for one message or one group of things. */
import type { AriaRole, ReactNode } from "react";
import classes from "./Panel.module.css";

interface Props {
  children: ReactNode;
  role?: AriaRole;
  tone?: "plain" | "accent";
}

export function Panel({ children, role, tone = "plain" }: Props) {
  return (
    <div className={classes.panel} role={role} data-tone={tone}>
      {children}
    </div>
  );
}
