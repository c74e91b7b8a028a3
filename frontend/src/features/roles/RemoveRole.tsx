/** Deletes a role after saying who loses what. */
import { useNavigate } from "@tanstack/react-router";
import type { Versioned } from "@/api/client";
import { useRemoval } from "@/api/records";
import { RemoveButton } from "@/ui/RemoveButton";
import { type Role, useRoles } from "./api";
import { lossInWords } from "./words";

export function RemoveRole({ role: { value: role, etag } }: { role: Versioned<Role> }) {
  const navigate = useNavigate();
  const removal = useRemoval(useRoles(), role.id, etag);
  const remove = () => removal.mutateAsync().then(() => navigate({ to: "/roles" }));
  return (
    <RemoveButton
      title={role.name}
      noun="role"
      consequence={<p>{lossInWords(role)}</p>}
      remove={remove}
    />
  );
}
