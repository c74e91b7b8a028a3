/** The last resort: a page broke while it was drawn, or its code could not be fetched. */
import { ErrorState } from "@/ui/ErrorState";

export function PageFailed({ error }: { error: unknown }) {
  const known = error instanceof Error ? error : new Error(String(error));
  return <ErrorState error={known} retry={() => window.location.reload()} />;
}
