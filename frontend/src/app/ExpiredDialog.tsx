/** Says that the session is over, over the page as it was. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Dialog } from "@/ui/Dialog";

export function ExpiredDialog({ isOpen }: { isOpen: boolean }) {
  const { login, tokenError, failure } = useSession();
  const sentence = failure ?? tokenError?.sentence;
  return (
    <Dialog isOpen={isOpen} title={t`Your session has ended`}>
      {sentence && <p>{sentence}</p>}
      <p>
        {sentence
          ? t`Log in again to go on; where that is refused, ask the people who run this site.`
          : t`Log in again to go on.`}{" "}
        <Trans>You come back to this page, and what you typed stays.</Trans>
      </p>
      <Button onClick={() => login()} data-autofocus>
        <Trans>Log in again</Trans>
      </Button>
    </Dialog>
  );
}
