/** A film's poster or a book's cover, or a quiet place of the same size. */
import { useState } from "react";
import classes from "./Poster.module.css";

interface Props {
  src: string | null | undefined;
  /** The title, whose first letter stands where there is no picture. */
  title: string;
  size: "row" | "card" | "page";
}

export function Poster({ src, title, size }: Props) {
  const [failed, setFailed] = useState<string | null>(null);
  const first = title
    .replace(/^(The|A|An) /, "")
    .match(/[\p{L}\p{N}]/u)?.[0]
    .toUpperCase();
  return (
    <span className={classes.place} data-size={size} aria-hidden="true">
      <span className={classes.letter}>{first}</span>
      {src && src !== failed && (
        <img
          className={classes.picture}
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          onError={() => setFailed(src)}
        />
      )}
    </span>
  );
}
