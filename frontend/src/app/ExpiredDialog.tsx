/** Says that the session is over, over the page as it was. */
import { Button } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Dialog } from "@/ui/Dialog";

export function ExpiredDialog({ isOpen }: { isOpen: boolean }) {
  const { login, tokenError, failure } = useSession();
  const sentence = failure ?? tokenError?.sentence;
  return (
    <Dialog isOpen={isOpen} title="Your session has ended">
      {sentence && <p>{sentence}</p>}
      <p>
        Log in again to go on
        {sentence && "; where that is refused, ask the people who run this site"}. You come back to
        this page, and what you typed stays.
      </p>
      <Button onClick={() => login()} data-autofocus>
        Log in again
      </Button>
    </Dialog>
  );
}
