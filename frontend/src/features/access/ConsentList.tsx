/** The apps of others a person has allowed something, each to be withdrawn. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useRef } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { announce } from "@/ui/announce";
import { Panel } from "@/ui/Panel";
import { CardGrid, Section } from "@/ui/Section";
import { type Consent, useConsents } from "./api";
import { ConsentCard } from "./ConsentCard";

export function ConsentList() {
  const { data: consents, error, refetch } = useConsents();
  const place = useRef<HTMLDivElement>(null);

  function onWithdrawn({ name }: Consent): void {
    announce(t`${name} may do nothing for you any more.`);
    // The button that was pressed is gone, and the focus would go with it.
    place.current?.focus();
  }

  return (
    <Section
      title={t`Applications you allowed`}
      lead={t`Apps of others that asked to do something in your name. None may do more than you may.`}
    >
      <div ref={place} tabIndex={-1}>
        {!consents && error && <ProblemPanel error={error} retry={() => void refetch()} />}
        {!consents && !error && <Skeleton height={80} aria-busy="true" />}
        {consents?.length === 0 && (
          <Panel>
            <Trans>You have allowed no application anything yet.</Trans>
          </Panel>
        )}
        {consents && consents.length > 0 && (
          <CardGrid>
            {consents.map((consent) => (
              <ConsentCard key={consent.client_id} consent={consent} onWithdrawn={onWithdrawn} />
            ))}
          </CardGrid>
        )}
      </div>
    </Section>
  );
}
