/** All roles: who has each, and what it gives of each API. */
import { t } from "@lingui/core/macro";
import { createLazyRoute } from "@tanstack/react-router";
import { ListPage } from "@/records/ListPage";
import { useCan } from "@/session/usePermissions";
import { Avatar } from "@/ui/Avatar";
import { formatList, personName } from "@/ui/format";
import { type Role, useFirstPeople, useRoles } from "./api";
import { RoleGives } from "./RoleGives";
import classes from "./RoleListPage.module.css";
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
        width: "18%",
        title: ({ name }) => name,
        permission: "read:roles",
        to: "/roles/$id",
      }}
      columns={[
        { header: t`Who has it`, width: "24%", cell: (role) => <RolePeople role={role} /> },
        { header: t`Gives`, cell: ({ permissions }) => <RoleGives permissions={permissions} /> },
      ]}
      card={(role) => ({
        lines: [],
        more: (
          <>
            <RolePeople role={role} />
            <RoleGives permissions={role.permissions} />
          </>
        ),
      })}
      add={{ permission: "write:roles", to: "/roles/new", label: t`Add a role` }}
    />
  );
}

/** So many faces fit a row, and so many names. */
const [MOST, NAMED] = [4, 2];

function RolePeople({ role: { id, members } }: { role: Role }) {
  const people = useFirstPeople(useCan("list:users")) ?? [];
  const known = people.filter(({ roles }) => roles?.some((role) => role.id === id));
  const isTold = members <= NAMED && known.length === members;
  return (
    <span className={classes.people}>
      {known.slice(0, MOST).map((person) => (
        <Avatar
          key={person.id}
          id={person.id}
          name={personName(person)}
          size="row"
          isClosed={!person.active}
        />
      ))}
      <span className={classes.names}>
        {isTold && members > 0 ? formatList(known.map(personName)) : peopleInWords(members)}
      </span>
    </span>
  );
}
