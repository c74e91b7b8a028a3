/** The first cell of a row: a small picture and the title in one line. */
import type { ReactNode } from "react";
import { Poster } from "@/ui/Poster";
import classes from "./RowTitle.module.css";

interface Props {
  /** Left out for what has none; null or empty where it is only missing. */
  picture?: string | null;
  mark?: ReactNode;
  title: string;
  children: ReactNode;
}

export function RowTitle({ picture, mark, title, children }: Props) {
  return (
    <span className={classes.row} title={title}>
      {picture !== undefined && <Poster picture={picture} title={title} size="row" />}
      {mark}
      <span className={classes.text}>{children}</span>
    </span>
  );
}
