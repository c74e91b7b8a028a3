/** All roles: how many people have each, and what it gives. */
import { createLazyRoute, Link } from "@tanstack/react-router";
import { TicketSummary } from "@/permissions/TicketSummary";
import { ListPage } from "@/records/ListPage";
import { RowCard } from "@/records/RowCard";
import type { Column } from "@/records/RowTable";
import { RowTitle } from "@/records/RowTitle";
import { useCan } from "@/session/usePermissions";
import { LinkButton } from "@/ui/LinkButton";
import { type Role, useRoles } from "./api";
import { peopleInWords } from "./words";

export const Route = createLazyRoute("/roles")({ component: RoleListPage });

function RoleListPage() {
  const isOpenable = useCan("read:roles");
  const mayAdd = useCan("write:roles");
  return (
    <ListPage
      title="Roles"
      noun={{ one: "role", many: "roles" }}
      collection={useRoles()}
      search={{}}
      onSearch={() => undefined}
      columns={roleColumns(isOpenable)}
      card={(role) => (
        <RowCard
          title={role.name}
          heading={<Name role={role} isOpenable={isOpenable} />}
          lines={[peopleInWords(role.members)]}
        >
          <TicketSummary names={role.permissions} most={2} none="no tickets" />
        </RowCard>
      )}
      total={undefined}
      add={mayAdd && <LinkButton to="/roles/new">Add a role</LinkButton>}
    />
  );
}

function Name({ role, isOpenable }: { role: Role; isOpenable: boolean }) {
  if (!isOpenable) return role.name;
  return (
    <Link to="/roles/$id" params={{ id: role.id }}>
      {role.name}
    </Link>
  );
}

function roleColumns(isOpenable: boolean): Column<Role>[] {
  return [
    {
      header: "Name",
      width: "30%",
      cell: (role) => (
        <RowTitle title={role.name}>
          <Name role={role} isOpenable={isOpenable} />
        </RowTitle>
      ),
    },
    { header: "Who has it", width: "9rem", cell: ({ members }) => peopleInWords(members) },
    { header: "Gives", cell: ({ permissions }) => <TicketSummary names={permissions} most={3} /> },
  ];
}
