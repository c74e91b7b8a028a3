/** All roles: how many people have each, and what it gives. */
import { createLazyRoute } from "@tanstack/react-router";
import { TicketSummary } from "@/permissions/TicketSummary";
import { ListPage } from "@/records/ListPage";
import { type Role, useRoles } from "./api";
import { peopleInWords } from "./words";

export const Route = createLazyRoute("/roles")({ component: RoleListPage });

function RoleListPage() {
  return (
    <ListPage<Role>
      title="Roles"
      noun={{ one: "role", many: "roles" }}
      collection={useRoles()}
      heading={{
        header: "Name",
        width: "30%",
        title: ({ name }) => name,
        permission: "read:roles",
        to: "/roles/$id",
      }}
      columns={[
        { header: "Who has it", width: "9rem", cell: ({ members }) => peopleInWords(members) },
        {
          header: "Gives",
          cell: ({ permissions }) => <TicketSummary names={permissions} most={3} />,
        },
      ]}
      card={({ members, permissions }) => ({
        lines: [peopleInWords(members)],
        more: <TicketSummary names={permissions} most={2} none="no tickets" />,
      })}
      add={{ permission: "write:roles", to: "/roles/new", label: "Add a role" }}
    />
  );
}
