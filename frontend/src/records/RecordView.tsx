/** One record in full: its picture, its facts, and what else there is to say. */
import type { ReactNode } from "react";
import { Poster } from "@/ui/Poster";
import classes from "./RecordView.module.css";

interface Props {
  /** Left out for what has none; null or empty where it is only missing. */
  picture?: string | null;
  title: string;
  /** Facts without a value are left out. */
  facts: readonly (readonly [name: string, value: ReactNode])[];
  children?: ReactNode;
}

export function RecordView({ picture, title, facts, children }: Props) {
  return (
    <div className={classes.record}>
      {picture !== undefined && <Poster picture={picture} title={title} size="page" />}
      <div className={classes.text}>
        <dl className={classes.facts}>
          {facts
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <div key={name} className={classes.fact}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        {children}
      </div>
    </div>
  );
}
