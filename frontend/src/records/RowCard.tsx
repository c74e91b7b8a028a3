/** One record on a phone: picture, title, and a line or two. */
import type { ReactNode } from "react";
import { Poster } from "@/ui/Poster";
import classes from "./RowCard.module.css";

interface Props {
  /** Left out for what has none; null or empty where it is only missing. */
  picture?: string | null;
  /** Set on the cover that is drawn where there is no picture. */
  title: string;
  /** The title as a link, where the person may open it. */
  heading: ReactNode;
  lines: readonly string[];
  children?: ReactNode;
}

export function RowCard({ picture, title, heading, lines, children }: Props) {
  return (
    <article className={classes.card}>
      {picture !== undefined && <Poster picture={picture} title={title} size="card" />}
      <div className={classes.text}>
        <h2 className={classes.title}>{heading}</h2>
        {lines.filter(Boolean).map((line) => (
          <p key={line} className={classes.line}>
            {line}
          </p>
        ))}
        {children}
      </div>
    </article>
  );
}
