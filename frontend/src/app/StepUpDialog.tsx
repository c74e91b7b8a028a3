/** Asks to confirm that it is them before something that wants a fresh login, and says afterwards
 * what became of it. */
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { useSession } from "@/session/SessionContext";
import { durationOf, type Outcome, type Question } from "@/session/stepUp";
import { useStepUp } from "@/session/useStepUp";
import { Dialog } from "@/ui/Dialog";

const DOING: Record<string, string> = { DELETE: "Removing", POST: "Adding", GET: "Seeing" };

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
    <Dialog isOpen title="Confirm that it is you" onClose={stepUp.leaveIt}>
      <p>
        {DOING[method] ?? "Changing"} this asks for a login no older than {durationOf(maxAge)}.
        Confirm that it is you: by your password, or however else you log in.
      </p>
      <p>
        {isRepeated
          ? "You come back to this page, and then it is done, once, without another question."
          : "You come back to this page, and can do it then."}
      </p>
      <Group gap="sm">
        <Button onClick={confirm} data-autofocus>
          Confirm that it is me
        </Button>
        <Button variant="default" onClick={stepUp.leaveIt}>
          Leave it
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
    <Dialog isOpen title={problem ? "Not done" : "Done"} onClose={stepUp.seen}>
      {problem ? (
        <ProblemPanel error={problem} />
      ) : (
        <p>You confirmed that it is you, and what you asked for on “{page}” is done.</p>
      )}
      <Button onClick={stepUp.seen} data-autofocus>
        Go on
      </Button>
    </Dialog>
  );
}
