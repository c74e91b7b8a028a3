/** Asks to confirm that it is them before something that wants a fresh login, and says afterwards
 * what became of it. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { useSession } from "@/session/SessionContext";
import { durationOf, type Outcome, type Question } from "@/session/stepUp";
import { useStepUp } from "@/session/useStepUp";
import { Dialog } from "@/ui/Dialog";

/** By method, what asks for it; any other changes something. */
const ASKING: Record<string, (age: string) => string> = {
  DELETE: (age) => t`Removing this asks for a login no older than ${age}.`,
  POST: (age) => t`Adding this asks for a login no older than ${age}.`,
  GET: (age) => t`Seeing this asks for a login no older than ${age}.`,
};
const CHANGING = (age: string) => t`Changing this asks for a login no older than ${age}.`;

export function StepUpDialog() {
  const { question, outcome } = useStepUp();
  // Each lies over what is open already, so it comes when it is asked for.
  return (
    <>
      {question && <Confirmation question={question} />}
      {outcome && <Result outcome={outcome} />}
    </>
  );
}

function Confirmation({ question }: { question: Question }) {
  const { stepUp, login, readIdToken } = useSession();
  const { method, maxAge, isRepeated } = question;
  useEffect(() => {
    // Whoever goes back from the login finds this page as they left it.
    const onBack = ({ persisted }: PageTransitionEvent) => persisted && stepUp.leaveIt();
    window.addEventListener("pageshow", onBack);
    return () => window.removeEventListener("pageshow", onBack);
  }, [stepUp]);
  const confirm = () => void stepUp.goToLogin(readIdToken).then(() => login(undefined, maxAge));
  return (
    <Dialog isOpen title={t`Confirm that it is you`} onClose={stepUp.leaveIt}>
      <p>
        {(ASKING[method] ?? CHANGING)(durationOf(maxAge))}{" "}
        <Trans>Confirm that it is you: by your password, or however else you log in.</Trans>
      </p>
      <p>
        {isRepeated
          ? t`You come back to this page, and then it is done, once, without another question.`
          : t`You come back to this page, and can do it then.`}
      </p>
      <Group gap="sm">
        <Button onClick={confirm} data-autofocus>
          <Trans>Confirm that it is me</Trans>
        </Button>
        <Button variant="default" onClick={stepUp.leaveIt}>
          <Trans>Leave it</Trans>
        </Button>
      </Group>
    </Dialog>
  );
}

function Result({ outcome: { page, problem } }: { outcome: Outcome }) {
  const { stepUp } = useSession();
  const queryClient = useQueryClient();
  useEffect(() => {
    // The page may show what was there before it.
    void queryClient.invalidateQueries();
  }, [queryClient]);
  return (
    <Dialog isOpen title={problem ? t`Not done` : t`Done`} onClose={stepUp.seen}>
      {problem ? (
        <ProblemPanel error={problem} />
      ) : (
        <p>
          <Trans>You confirmed that it is you, and what you asked for on “{page}” is done.</Trans>
        </p>
      )}
      <Button onClick={stepUp.seen} data-autofocus>
        <Trans>Go on</Trans>
      </Button>
    </Dialog>
  );
}
