/** One of the tokens: what it is for, who may read it, how long it lives. */
import type { ReactNode } from "react";
import { Panel } from "@/ui/Panel";
import classes from "./TokenCard.module.css";

interface Props {
  name: string;
  purpose: string;
  readers: string;
  lifetime: ReactNode;
  /** When it came, as a time of day. */
  fetched?: string | null;
  children?: ReactNode;
}

export function TokenCard({ name, purpose, readers, lifetime, fetched, children }: Props) {
  return (
    <Panel>
      <h3>{name}</h3>
      <dl className={classes.facts}>
        <dt>What for</dt>
        <dd>{purpose}</dd>
        <dt>Who may read it</dt>
        <dd>{readers}</dd>
        <dt>How long</dt>
        <dd>{lifetime}</dd>
        {fetched && (
          <>
            <dt>Fetched</dt>
            <dd>at {fetched}</dd>
          </>
        )}
      </dl>
      {children}
    </Panel>
  );
}
