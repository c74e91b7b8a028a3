/** Why a record could not be had. One that is not there comes no sooner by asking again, so the way
 * back to the others is offered instead. */
import type { ReactNode } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { statusOf } from "@/session/problem";

interface Props {
  error: Error;
  back: ReactNode;
  retry: () => void;
}

export function RecordProblem({ error, back, retry }: Props) {
  if (statusOf(error) === 404) return <ProblemPanel error={error} way={back} />;
  return <ProblemPanel error={error} retry={retry} />;
}
