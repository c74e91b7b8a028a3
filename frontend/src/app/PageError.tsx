/** The last resort: a page broke while it was drawn, or its code could not be fetched. */
import { NotLoaded } from "@/session/problem";
import { ErrorState } from "@/ui/ErrorState";
import { useReloadWhenReachable } from "./reloadWhenReachable";
import { useInPlaceOfFrame } from "./startFrame";

export function PageError({ error }: { error: unknown }) {
  const reason = reasonOf(error);
  useInPlaceOfFrame();
  const retry = useReloadWhenReachable(reason instanceof NotLoaded);
  return <ErrorState error={reason} retry={retry} />;
}

/** Each browser has a sentence of its own for a module that did not come, and no code for it; for
 * its styles the sentence is that of the tool which built the page. */
function reasonOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isFetching = /import|preload CSS/i.test(error.message);
  return isFetching ? new NotLoaded(error.message) : error;
}
