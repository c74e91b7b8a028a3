/** Changes what a role gives and what it is called. */
import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import type { Versioned } from "@/api/client";
import { PermissionGrid } from "@/permissions/PermissionGrid";
import { ChangeSteps } from "@/records/ChangeSteps";
import { useUndoableChange } from "@/records/useUndoableChange";
import { fieldErrorsOf } from "@/session/problem";
import { useCanWithdraw } from "@/session/useCanGrant";
import { draftOf, type Role, type RoleDraft, useChangeRole, useRolePreview } from "./api";
import { RoleEffect } from "./RoleEffect";
import { isSame, renamingInWords, WITHOUT_NAME } from "./words";

export function RoleForm({ role }: { role: Versioned<Role> }) {
  const { id, members } = role.value;
  const loaded = useMemo(() => draftOf(role), [role]);
  const change = useUndoableChange<RoleDraft>({
    name: ["roles", id],
    called: t`What ${role.value.name} gives`,
    loaded,
    ...useChangeRole(id),
  });
  const { draft, before, edit, isChanged, failure, errors } = change;
  const { data: preview } = useRolePreview(id, draft.permissions, isChanged);
  const mayTake = useCanWithdraw()(before.permissions);
  const nameField = useRef<HTMLInputElement>(null);
  // The button was busy and lost the focus; what is to be mended is here.
  useEffect(() => {
    if (fieldErrorsOf(failure).name) nameField.current?.focus();
  }, [failure]);
  return (
    <>
      <TextInput
        ref={nameField}
        label={t`Name`}
        required
        maw={400}
        error={errors.name}
        disabled={!mayTake}
        value={draft.name}
        onChange={(event) => edit({ name: event.currentTarget.value })}
      />
      <PermissionGrid
        label={t`What ${before.name} gives`}
        held={draft.permissions}
        saved={before.permissions}
        mayTake={mayTake}
        says={() => ""}
        onChange={(permissions) => edit({ permissions })}
      />
      <ChangeSteps
        change={change}
        labels={{ name: t`Name`, permissions: t`Tickets` }}
        action={t`Save the role`}
        marked={["name"]}
        consequences={renamingInWords(before, draft)}
        wrong={draft.name.trim() ? undefined : WITHOUT_NAME}
      >
        {!isSame(before.permissions, draft.permissions) && (
          <RoleEffect members={members} preview={preview} />
        )}
      </ChangeSteps>
    </>
  );
}
