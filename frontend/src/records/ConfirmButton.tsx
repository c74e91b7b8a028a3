/** A button at the foot of a page that asks once before it does what cannot be undone. */
import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { ActionProblem } from "@/permissions/ActionProblem";
import { Dialog } from "@/ui/Dialog";
import { DrasticButton } from "@/ui/Foot";

interface Props {
  /** What the button on the page says. */
  label: string;
  /** The question. */
  title: string;
  /** What follows from a yes. */
  children: ReactNode;
  /** What the two buttons of the dialog say: the verb and the thing, and the way out. */
  yes: string;
  no: string;
  act: () => Promise<unknown>;
}

export function ConfirmButton({ label, title, children, yes, no, act }: Props) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setFailure(null);
    await act().catch(setFailure);
    setBusy(false);
  }

  return (
    <>
      <DrasticButton onClick={open}>{label}</DrasticButton>
      <Dialog isOpen={isOpen} onClose={close} title={title}>
        {children}
        {failure && <ActionProblem error={failure} />}
        <Group gap="sm">
          <Button variant="outline" color="curtain" loading={isBusy} onClick={() => void confirm()}>
            {yes}
          </Button>
          <Button variant="default" onClick={close} data-autofocus>
            {no}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}
