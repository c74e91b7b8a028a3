/** One browser: what it calls itself, where it is, since when, and the way to log it out. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { formatMoment } from "@/ui/format";
import "@mantine/core/styles/Badge.css";
import { Badge, Button, Text } from "@mantine/core";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Panel } from "@/ui/Panel";
import { type Device, useEndDevice } from "./api";
import { browserInWords } from "./browserInWords";

interface Props {
  device: Device;
  onEnded: () => void;
}

export function DeviceCard({ device, onEnded }: Props) {
  const { id, current, created, last_used, address, user_agent } = device;
  const ending = useEndDevice();
  const name = browserInWords(user_agent);
  // By then the list may have been read anew, without this button.
  const end = () => void ending.mutateAsync(id).then(onEnded, () => undefined);
  return (
    <Panel>
      <h3>{name}</h3>
      <Text c="dimmed" fz="0.9375rem">
        {address ? t`At ${address},` : t`At an address that is not known,`}{" "}
        <Trans>
          since {formatMoment(created)}, last used {formatMoment(last_used)}.
        </Trans>
      </Text>
      {current ? (
        <Badge variant="default" size="lg" tt="none">
          <Trans>this browser</Trans>
        </Badge>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={ending.isPending}
          onClick={end}
          aria-label={t`Log out of ${name}, since ${formatMoment(created)}`}
        >
          <Trans>Log out there</Trans>
        </Button>
      )}
      {ending.error && <ProblemPanel error={ending.error} />}
    </Panel>
  );
}
