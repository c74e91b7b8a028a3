/** A new role. */
import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { createLazyRoute } from "@tanstack/react-router";
import { PermissionGrid } from "@/permissions/PermissionGrid";
import { BackToList } from "@/records/BackToList";
import type { Editing } from "@/records/editing";
import { AddRecord } from "@/records/RecordEditors";
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
  const show = (id: string) => void navigate({ to: "/roles/$id", params: { id } });
  return (
    <Page title={t`Add a role`} above={<BackToList name="roles" noun={{ many: t`roles` }} />}>
      <AddRecord
        collection={useRoles()}
        editing={newRoleEditing}
        action={t`Add the role`}
        onSaved={({ id }) => show(id)}
        onCancel={() => void navigate({ to: "/roles" })}
      />
    </Page>
  );
}
