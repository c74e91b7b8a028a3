/** Deletes a role after saying who loses what. */
import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import type { Versioned } from "@/api/client";
import { DeleteButton } from "@/records/DeleteButton";
import { useRemoval } from "@/records/recordQueries";
import { type Role, useRolePreview, useRoles } from "./api";
import { RoleEffect } from "./RoleEffect";

export function RemoveRole({ role: { value: role, etag } }: { role: Versioned<Role> }) {
  const navigate = useNavigate();
  const removal = useRemoval(useRoles(), role.id, etag);
  const remove = () => removal.mutateAsync().then(() => navigate({ to: "/roles" }));
  return (
    <DeleteButton
      title={role.name}
      noun={t`role`}
      consequence={<Loss role={role} />}
      remove={remove}
    />
  );
}

/** It is asked when the dialog opens, and not for everybody who looks at a role. */
function Loss({ role }: { role: Role }) {
  const { data: preview } = useRolePreview(role.id, []);
  return <RoleEffect members={role.members} preview={preview} />;
}
