/** Says that somebody else has logged in in this browser, over the page as it was. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { usePerson } from "@/session/usePermissions";
import { Dialog } from "@/ui/Dialog";

export function ChangedDialog({ isOpen }: { isOpen: boolean }) {
  const { login, tokenError } = useSession();
  const { name: you } = usePerson();
  const now = tokenError?.name ?? t`Somebody else`;
  return (
    <Dialog isOpen={isOpen} title={t`${now} is logged in now`}>
      <p>
        <Trans>
          In another tab {now} has logged in, and one browser holds one login here. This tab stays
          as {you} left it, but nothing in it can be saved.
        </Trans>
      </p>
      <p>
        <Trans>
          Go on as {now}, and the page is loaded anew. Or log {now} out, and log in as {you} again:
          what you typed here stays in this tab for {you} alone.
        </Trans>
      </p>
      <Group gap="sm">
        <Button onClick={() => window.location.reload()} data-autofocus>
          <Trans>Go on as {now}</Trans>
        </Button>
        <Button variant="default" onClick={() => login()}>
          <Trans>Log {now} out</Trans>
        </Button>
      </Group>
    </Dialog>
  );
}
