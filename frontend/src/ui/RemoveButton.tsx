/** Deletes a record after asking once, by its name. */
import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { Dialog } from "./Dialog";
import { Failure } from "./Failure";

interface Props {
  title: string;
  /** What the record is called: "film". */
  noun: string;
  /** What follows from it, where more has to be said than that the record goes away. */
  consequence?: ReactNode;
  remove: () => Promise<unknown>;
}

export function RemoveButton({ title, noun, consequence, remove }: Props) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setFailure(null);
    await remove().catch(setFailure);
    setBusy(false);
  }

  return (
    <>
      <Button variant="default" onClick={open}>
        Delete
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={`Delete this ${noun}?`}>
        {consequence}
        <p>“{title}” goes away for everybody. This cannot be undone.</p>
        {failure && <Failure error={failure} />}
        <Group gap="sm">
          <Button loading={isBusy} onClick={() => void confirm()}>
            Delete the {noun}
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            Keep it
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
