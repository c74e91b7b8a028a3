/** Says that the session is over, over the page as it was. */
import { Button, Modal } from "@mantine/core";
import { useSession } from "@/session/SessionContext";

export function ExpiredDialog() {
  const { status, login } = useSession();
  return (
    <Modal
      opened={status === "expired"}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      centered
      title="Your session has ended"
    >
      <p>Log in again to go on. You come back to this page.</p>
      <Button mt="md" onClick={() => login()} data-autofocus>
        Log in again
      </Button>
    </Modal>
  );
}
