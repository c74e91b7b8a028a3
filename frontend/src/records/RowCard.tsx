/** One record with its picture, its title and a line or two: on a phone, or among covers. */
import type { ReactNode } from "react";
import { Poster } from "@/ui/Poster";
import { pressLink } from "./pressLink";
import classes from "./RowCard.module.css";

interface Props {
  /** Left out for what has none; null or empty where it is only missing. */
  picture?: string | null;
  /** What stands before the title instead. */
  mark?: ReactNode;
  /** Set on the cover that is drawn where there is no picture. */
  title: string;
  /** The title as a link, where the person may open it. */
  heading: ReactNode;
  lines: readonly string[];
  /** Whether the picture stands above the text, as large as there is room. */
  isCover?: boolean;
  children?: ReactNode;
}

export function RowCard(props: Props) {
  const { picture, mark, title, heading, lines, isCover = false, children } = props;
  const shown = lines.filter(Boolean);
  return (
    // The link in it is what the keyboard takes.
    <article
      className={isCover ? classes.cover : classes.card}
      data-pictured={picture !== undefined || undefined}
      {...pressLink}
    >
      {picture !== undefined && (
        <Poster picture={picture} title={title} size={isCover ? "grid" : "card"} />
      )}
      {mark}
      <div className={classes.text}>
        <h2 className={classes.title} title={isCover ? title : undefined}>
          {heading}
        </h2>
        {(isCover ? shown.slice(0, 1) : shown).map((line) => (
          <p key={line} className={classes.line}>
            {line}
          </p>
        ))}
        {!isCover && children}
      </div>
    </article>
  );
}
