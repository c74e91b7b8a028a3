/** One record on a phone: picture, title, and a line or two. */
import type { ReactNode } from "react";
import { Poster } from "./Poster";
import classes from "./RowCard.module.css";

interface Props {
  picture: string | null | undefined;
  title: string;
  /** The title as a link, where the person may open it. */
  heading: ReactNode;
  lines: readonly string[];
}

export function RowCard({ picture, title, heading, lines }: Props) {
  return (
    <article className={classes.card}>
      <Poster src={picture} title={title} size="card" />
      <div className={classes.text}>
        <h2 className={classes.title}>{heading}</h2>
        {lines.filter(Boolean).map((line) => (
          <p key={line} className={classes.line}>
            {line}
          </p>
        ))}
      </div>
    </article>
  );
}
