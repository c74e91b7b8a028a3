/** Shows why something could not be shown or done: a refusal with its ticket, else in words. */
import { Problem } from "@/api/problem";
import { ErrorState } from "./ErrorState";
import { Refusal } from "./Refusal";

interface Props {
  error: Error;
  retry?: (() => void) | undefined;
}

export function ProblemPanel({ error, retry }: Props) {
  if (error instanceof Problem && error.status === 403 && error.requiredPermission) {
    return <Refusal permission={error.requiredPermission} />;
  }
  return <ErrorState error={error} retry={retry} />;
}
