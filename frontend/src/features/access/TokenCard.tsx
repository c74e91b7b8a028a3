/** One of the tokens: what it is for, who may read it, how long it lives. */
import { Trans } from "@lingui/react/macro";
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
        <dt>
          <Trans>What for</Trans>
        </dt>
        <dd>{purpose}</dd>
        <dt>
          <Trans>Who may read it</Trans>
        </dt>
        <dd>{readers}</dd>
        <dt>
          <Trans>How long</Trans>
        </dt>
        <dd>{lifetime}</dd>
        {fetched && (
          <>
            <dt>
              <Trans>Fetched</Trans>
            </dt>
            <dd>
              <Trans>at {fetched}</Trans>
            </dd>
          </>
        )}
      </dl>
      {children}
    </Panel>
  );
}
