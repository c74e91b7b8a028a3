/** A card that leads somewhere; all of it can be pressed. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ArrowRightIcon } from "./icons";
import classes from "./LinkCard.module.css";

interface Props {
  to: string;
  title: string;
  /** For a page that is not part of this app. */
  isOutside?: boolean;
  children: ReactNode;
}

export function LinkCard({ to, title, isOutside = false, children }: Props) {
  const content = (
    <>
      <span className={classes.title}>
        {title} <ArrowRightIcon />
      </span>
      <span className={classes.text}>{children}</span>
    </>
  );
  if (isOutside) {
    return (
      <a href={to} className={classes.card}>
        {content}
      </a>
    );
  }
  return (
    <Link to={to} className={classes.card}>
      {content}
    </Link>
  );
}
