/** One role: what it gives, and who has it. */
import { t } from "@lingui/core/macro";
import { createLazyRoute } from "@tanstack/react-router";
import { PermissionGrid } from "@/permissions/PermissionGrid";
import { RequirePermission } from "@/permissions/RequirePermission";
import { TenantNote } from "@/permissions/TenantNote";
import { BackToList } from "@/records/BackToList";
import { RecordPlaceholder } from "@/records/RecordPlaceholder";
import { useRecord } from "@/records/recordQueries";
import { statusOf } from "@/session/problem";
import { useCanWithdraw } from "@/session/useCanGrant";
import { useCan } from "@/session/usePermissions";
import { Foot } from "@/ui/Foot";
import { Page } from "@/ui/Page";
import { Section } from "@/ui/Section";
import { useRoles } from "./api";
import { RemoveRole } from "./RemoveRole";
import { RoleForm } from "./RoleForm";
import { RoleMembers } from "./RoleMembers";

export const Route = createLazyRoute("/roles/$id")({ component: RolePage });

function RolePage() {
  const { id } = Route.useParams();
  const { data, error, refetch } = useRecord(useRoles(), id);
  const mayTake = useCanWithdraw();
  const mayRemove = useCan("delete:roles");
  const back = <BackToList name="roles" noun={{ many: t`roles` }} />;
  // It may have been there before, and be held still.
  if (!data || statusOf(error) === 404) {
    return (
      <RecordPlaceholder noun={t`role`} back={back} error={error} retry={() => void refetch()} />
    );
  }
  const { name, permissions, receives_new_permissions: receivesNew } = data.value;
  return (
    <Page title={name} above={back}>
      <Section title={t`What it gives`} lead={t`Brass is part of the role, dotted is not.`}>
        <RequirePermission
          permission="edit:roles"
          otherwise={
            <PermissionGrid
              label={t`What ${name} gives`}
              held={permissions}
              says={(isHeld) => (isHeld ? t`part of the role` : t`not part of the role`)}
            />
          }
        >
          <TenantNote />
          {/* What is chosen for one role must not be shown as another's. */}
          <RoleForm key={id} role={data} />
        </RequirePermission>
        {receivesNew && (
          <p>
            {t`${name} also receives every ticket that is made from now on. The operator of Usher decides that, not this page.`}
          </p>
        )}
      </Section>
      <Section title={t`Who has it`}>
        {/* Who is chosen for one role must not be shown as chosen for another. */}
        <RoleMembers key={id} role={data} />
      </Section>
      {mayRemove && mayTake(permissions) && (
        <Foot>
          <RemoveRole role={data} />
        </Foot>
      )}
    </Page>
  );
}
