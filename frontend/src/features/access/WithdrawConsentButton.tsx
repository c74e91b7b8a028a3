/** Takes back what an app was allowed, after saying what that means. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Dialog } from "@/ui/Dialog";
import { type Consent, useWithdrawConsent } from "./api";

interface Props {
  consent: Consent;
  onWithdrawn: () => void;
}

export function WithdrawConsentButton({ consent: { client_id, name }, onWithdrawn }: Props) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const withdrawal = useWithdrawConsent();
  // By then the list may have been read anew, without this button.
  const withdraw = () => void withdrawal.mutateAsync(client_id).then(onWithdrawn, () => undefined);

  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={open}
        aria-label={t`Withdraw your consent to ${name}`}
      >
        <Trans>Withdraw your consent</Trans>
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t`Withdraw what ${name} may do?`}>
        <p>
          <Trans>
            {name} gets no new tokens for you. One it holds already ends within minutes. If you use{" "}
            {name} again, it has to ask you anew.
          </Trans>
        </p>
        {withdrawal.error && <ProblemPanel error={withdrawal.error} />}
        <Group gap="sm">
          <Button loading={withdrawal.isPending} onClick={withdraw}>
            <Trans>Withdraw your consent</Trans>
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            <Trans>Keep it</Trans>
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
