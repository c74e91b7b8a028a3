/** Deletes a role after saying who loses what. */
import { useNavigate } from "@tanstack/react-router";
import type { Versioned } from "@/api/client";
import { statusOf } from "@/api/problem";
import { useChange, useLatest } from "@/api/records";
import { RemoveButton } from "@/ui/RemoveButton";
import { type Role, useRoles } from "./api";
import { lossInWords } from "./words";

export function RemoveRole({ role: { value: role, etag } }: { role: Versioned<Role> }) {
  const navigate = useNavigate();
  const roles = useRoles();
  const latest = useLatest(roles, role.id);
  const removal = useChange(roles.name, () => roles.remove(role.id, etag));
  async function remove(): Promise<void> {
    try {
      await removal.mutateAsync(undefined);
    } catch (error) {
      // What is asked to be deleted is no longer what was shown: show it, and let them look.
      if (statusOf(error) === 412) await latest();
      throw error;
    }
    await navigate({ to: "/roles" });
  }
  return (
    <RemoveButton
      title={role.name}
      noun="role"
      consequence={<p>{lossInWords(role)}</p>}
      remove={remove}
    />
  );
}
