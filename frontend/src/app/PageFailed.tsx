/** The last resort: a page broke while it was drawn, or its code could not be fetched. */
import { Unreachable } from "@/api/problem";
import { ErrorState } from "@/ui/ErrorState";

export function PageFailed({ error }: { error: unknown }) {
  return <ErrorState error={reasonOf(error)} retry={() => window.location.reload()} />;
}

/** Each browser has a sentence of its own for a module that did not come, and no code for it. */
function reasonOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isFetching = error instanceof TypeError && /import/i.test(error.message);
  return isFetching ? new Unreachable(error.message) : error;
}
