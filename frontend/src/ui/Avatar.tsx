/** Somebody's initials on a disc, in the same warm colour every time. */
import classes from "./Avatar.module.css";

/** How many colours the stylesheet has. */
const TONES = 8;

interface Props {
  /** What stays the same when the name changes. */
  id: string;
  name: string;
  size?: "row" | "card" | "page";
  /** Drawn without colour for those who may not come in. */
  isClosed?: boolean;
}

export function Avatar({ id, name, size = "row", isClosed = false }: Props) {
  return (
    <span
      className={classes.avatar}
      data-tone={hash(id) % TONES}
      data-size={size}
      data-closed={isClosed || undefined}
      aria-hidden="true"
    >
      {initialsOf(name)}
    </span>
  );
}

/** "BW" of "Bruce Wayne", "R" of "Robin", "蝙" of "蝙蝠侠". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
