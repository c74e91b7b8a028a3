/** Says that something was added. It is taken back by deleting it, which is a right of its own. */
import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Permission } from "@/session/types";
import { useCan } from "@/session/usePermissions";
import type { Collection, RecordId } from "./collection";
import { offerUndo, sayDone } from "./offerUndo";
import { lastSearch } from "./places";
import { showRemoved } from "./recordQueries";

/** `list` is where its list is, to which Undo leads back. */
export function useAddedNotice(
  { name, remove }: Pick<Collection<never, unknown, never>, "name" | "remove">,
  list: string,
) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const canDelete = useCan(`delete:${name}` as Permission);
  return ({ id, title }: { id: RecordId; title: string }, etag: string | null): void => {
    const done = t`“${title}” is added.`;
    if (!canDelete || !etag) {
      sayDone(done);
      return;
    }
    offerUndo(done, async () => {
      await remove(id, etag);
      await showRemoved(queryClient, name, id);
      await navigate({ to: list, search: lastSearch(name) });
    });
  };
}
