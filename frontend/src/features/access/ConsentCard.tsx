/** One app: what it may do in the person's name, what it does not get, and the way to end it. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { Tickets } from "@/permissions/Tickets";
import { formatDate } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import type { Consent } from "./api";
import { permissionsAmong, scopesInWords } from "./scopeDescriptions";
import { WithdrawConsentButton } from "./WithdrawConsentButton";

interface Props {
  consent: Consent;
  onWithdrawn: (consent: Consent) => void;
}

export function ConsentCard({ consent, onWithdrawn }: Props) {
  const { name, allowed, refused, updated } = consent;
  const date = formatDate(updated);
  return (
    <Panel>
      <h3>{name}</h3>
      <Text c="dimmed" fz="0.9375rem">
        <Trans>You answered on {date}.</Trans>
      </Text>
      <Scopes title={t`It may`} scopes={allowed} held />
      <Scopes title={t`It does not get`} scopes={refused} held={false} />
      <WithdrawConsentButton consent={consent} onWithdrawn={() => onWithdrawn(consent)} />
    </Panel>
  );
}

interface ScopesProps {
  title: string;
  scopes: readonly string[];
  held: boolean;
}

function Scopes({ title, scopes, held }: ScopesProps) {
  if (scopes.length === 0) return null;
  const permissions = permissionsAmong(scopes);
  return (
    <>
      <p>
        {title}: {scopesInWords(scopes)}
      </p>
      {permissions.length > 0 && <Tickets label={title} names={permissions} held={held} />}
    </>
  );
}
