/** Asks for what the login server wants to hear from the person themselves, for one API. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Dialog } from "@/ui/Dialog";
import { useApiTitle } from "./useApiTitle";

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

export function ConsentDialog({ isOpen, onClose }: Props) {
  const { login } = useSession();
  const api = useApiTitle();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t`The login server has a question for you`}>
      <p>
        <Trans>
          Before this page may use {api} for you, the login server wants your agreement. It shows
          what is asked, and you can leave parts out. You come back to this page, and what you typed
          stays.
        </Trans>
      </p>
      <Group gap="sm">
        <Button onClick={() => login()} data-autofocus>
          <Trans>Go and answer</Trans>
        </Button>
        <Button variant="default" onClick={onClose}>
          <Trans>Not now</Trans>
        </Button>
      </Group>
    </Dialog>
  );
}
