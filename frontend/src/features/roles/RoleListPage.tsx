/** All roles: how many people have each, and what it gives. */
import { t } from "@lingui/core/macro";
import { createLazyRoute } from "@tanstack/react-router";
import { TicketSummary } from "@/permissions/TicketSummary";
import { ListPage } from "@/records/ListPage";
import { type Role, useRoles } from "./api";
import { peopleInWords } from "./words";

export const Route = createLazyRoute("/roles")({ component: RoleListPage });

function RoleListPage() {
  return (
    <ListPage<Role>
      title={t`Roles`}
      noun={{ one: t`role`, many: t`roles` }}
      collection={useRoles()}
      heading={{
        header: t`Name`,
        width: "30%",
        title: ({ name }) => name,
        permission: "read:roles",
        to: "/roles/$id",
      }}
      columns={[
        { header: t`Who has it`, width: "9rem", cell: ({ members }) => peopleInWords(members) },
        {
          header: t`Gives`,
          cell: ({ permissions }) => <TicketSummary names={permissions} most={3} />,
        },
      ]}
      card={({ members, permissions }) => ({
        lines: [peopleInWords(members)],
        more: <TicketSummary names={permissions} most={2} none={t`no tickets`} />,
      })}
      add={{ permission: "write:roles", to: "/roles/new", label: t`Add a role` }}
    />
  );
}
