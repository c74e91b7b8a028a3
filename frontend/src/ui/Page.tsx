/** A page's title, in the tab and as its heading, and what can be done on it. */
import type { ReactNode } from "react";
import classes from "./Page.module.css";

interface Props {
  title: string;
  /** A line above the heading, such as the way back. */
  above?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, above, actions, children }: Props) {
  return (
    <div className={classes.page}>
      <title>{`${title} · Usher`}</title>
      {above}
      <header className={classes.header}>
        <h1 className={classes.title}>{title}</h1>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
