/** A new role. */
import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { createLazyRoute } from "@tanstack/react-router";
import { PermissionGrid } from "@/permissions/PermissionGrid";
import { BackToList } from "@/records/BackToList";
import type { Editing } from "@/records/editing";
import { AddRecord } from "@/records/RecordEditors";
import { useAddedNotice } from "@/records/useAddedNotice";
import { Page } from "@/ui/Page";
import { type Role, type RoleDraft, useRoles } from "./api";
import { WITHOUT_NAME } from "./words";

export const Route = createLazyRoute("/roles/new")({ component: AddRolePage });

const newRoleEditing: Editing<Role, RoleDraft, RoleDraft> = {
  labels: { name: t`Name`, permissions: t`Tickets` },
  empty: { name: "", permissions: [] },
  valuesOf: ({ name, permissions }) => ({ name, permissions }),
  check: ({ name }) => (name.trim() ? {} : { name: WITHOUT_NAME }),
  bodyOf: (values) => values,
  inputs: (form) => (
    <>
      <TextInput
        label={t`Name`}
        required
        description={t`What these people do here, such as Night shift.`}
        {...form.getInputProps("name")}
      />
      <PermissionGrid
        label={t`What the role gives`}
        held={form.getValues().permissions}
        says={() => ""}
        onChange={(permissions) => form.setFieldValue("permissions", permissions)}
      />
    </>
  ),
};

function AddRolePage() {
  const navigate = Route.useNavigate();
  const roles = useRoles();
  const sayAdded = useAddedNotice(roles, "/roles");
  return (
    <Page title={t`Add a role`} above={<BackToList name="roles" noun={{ many: t`roles` }} />}>
      <AddRecord
        collection={roles}
        editing={newRoleEditing}
        action={t`Add the role`}
        onSaved={({ id, name }, etag) => {
          void navigate({ to: "/roles/$id", params: { id } });
          sayAdded({ id, title: name }, etag);
        }}
        onCancel={() => void navigate({ to: "/roles" })}
      />
    </Page>
  );
}
