/** Deletes a record after a few seconds in which it can still be kept. Nothing is sent before they are
 * over, or the page is left by one of its links. So it stays where the page is closed. */
import { t } from "@lingui/core/macro";
import { showNotice, useNotices } from "@/ui/notices";
import type { Collection, RecordId } from "./collection";
import { sayDone, sayFailed } from "./offerUndo";
import { useRemoval } from "./recordQueries";

/** In seconds. */
const WAIT = 6;

/** Answers what begins the wait. `etag` is the version that was seen: another is not deleted. */
export function useDelayedRemoval(
  collection: Pick<Collection<never, unknown, never>, "name" | "read" | "remove">,
  { id, title }: { id: RecordId; title: string },
  etag: string | null,
): () => void {
  const removal = useRemoval(collection, id, etag);
  return () =>
    showNotice({
      words: (left) => t`Deleting “${title}” in ${left} s.`,
      detail: t`It stays if you close or reload this page first.`,
      seconds: WAIT,
      button: { label: t`Keep it`, act: () => sayDone(t`“${title}” is kept.`) },
      removes: `${collection.name}/${id}`,
      onTimeout: () =>
        removal.mutateAsync().then(
          () => sayDone(t`“${title}” is deleted.`),
          (error: Error) => sayFailed(t`“${title}” is not deleted.`, error),
        ),
    });
}

/** Which records of a list are going. */
export function useGoing(name: string): (id: RecordId) => boolean {
  const notices = useNotices();
  return (id) => notices.some(({ removes }) => removes === `${name}/${id}`);
}
