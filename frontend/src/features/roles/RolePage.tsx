/** One role: what it gives, and who has it. */
import { createLazyRoute } from "@tanstack/react-router";
import { useRecord } from "@/api/records";
import { useCan } from "@/session/mine";
import { BackLink } from "@/ui/BackLink";
import { Page } from "@/ui/Page";
import { PermissionGrid } from "@/ui/PermissionGrid";
import { RecordToCome } from "@/ui/RecordToCome";
import { Section } from "@/ui/Section";
import { useRoles } from "./api";
import { RemoveRole } from "./RemoveRole";
import { RoleChange } from "./RoleChange";
import { RoleMembers } from "./RoleMembers";
import { peopleInWords } from "./words";

export const Route = createLazyRoute("/roles/$id")({ component: RolePage });

function RolePage() {
  const { id } = Route.useParams();
  const { data, error, refetch } = useRecord(useRoles(), id);
  const mayEdit = useCan("edit:roles");
  const mayRemove = useCan("delete:roles");
  const back = <BackLink to="/roles">Back to the roles</BackLink>;
  if (!data) {
    return <RecordToCome noun="role" back={back} error={error} retry={() => void refetch()} />;
  }
  const { name, permissions, members } = data.value;
  const lead = `${peopleInWords(members)} ${members === 1 ? "has" : "have"} this role.`;
  return (
    <Page title={name} above={back} actions={mayRemove && <RemoveRole role={data} />}>
      <Section title="What it gives" lead="Brass is part of the role, dotted is not.">
        {mayEdit ? (
          <RoleChange role={data} />
        ) : (
          <PermissionGrid
            label={`What ${name} gives`}
            held={permissions}
            says={(isHeld) => (isHeld ? "part of the role" : "not part of the role")}
          />
        )}
      </Section>
      <Section title="Who has it" lead={lead}>
        <RoleMembers id={id} />
      </Section>
    </Page>
  );
}
