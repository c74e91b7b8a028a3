/** Everybody who may come in, and those who may no longer. */
import { createLazyRoute } from "@tanstack/react-router";
import { TicketSummary } from "@/permissions/TicketSummary";
import { ListPage } from "@/records/ListPage";
import { useSession } from "@/session/SessionContext";
import { useCan } from "@/session/usePermissions";
import { type Person, useAllRoles, usePeople } from "./api";
import classes from "./PeopleListPage.module.css";
import { nameOf, stateInWords, theirRoles } from "./words";

export const Route = createLazyRoute("/people")({ component: PeopleListPage });

function PeopleListPage() {
  const { config } = useSession();
  const { data: roles } = useAllRoles(useCan("list:roles"));
  return (
    <ListPage<Person>
      title="People"
      noun={{ one: "person", many: "people" }}
      collection={usePeople()}
      searchLabel="Search names"
      choices={
        roles && [
          {
            parameter: "role",
            label: "Role",
            all: "All roles",
            choices: roles.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      }
      heading={{
        header: "Name",
        width: "22%",
        title: nameOf,
        permission: "read:users",
        to: "/people/$id",
      }}
      columns={[
        { header: "Username", width: "13%", cell: ({ username }) => username },
        { header: "Roles", width: "18%", cell: rolesInWords },
        {
          header: "Given directly",
          cell: ({ permissions }) =>
            permissions ? <TicketSummary names={permissions} most={2} /> : UNTOLD,
        },
        { header: "State", width: "8rem", cell: ({ active }) => <State isActive={active} /> },
      ]}
      card={(person) => ({
        lines: [person.username, rolesInWords(person)],
        more: (
          <>
            {!person.active && <State isActive={false} />}
            {person.permissions !== null && person.permissions.length > 0 && (
              <TicketSummary names={person.permissions} most={2} />
            )}
          </>
        ),
      })}
      add={
        // There they get a way to log in; here they are when they are there.
        config.tenantDirectory
          ? undefined
          : { permission: "write:users", to: "/people/new", label: "Add a person" }
      }
    />
  );
}

/** A directory elsewhere is asked about few of a list at once. */
const UNTOLD = "not asked yet";

function rolesInWords({ roles }: Person): string {
  return roles === null ? UNTOLD : theirRoles({ roles }).join(", ") || "no role";
}

/** Who may not come in stands out. */
function State({ isActive }: { isActive: boolean }) {
  return (
    <span data-closed={!isActive || undefined} className={classes.state}>
      {stateInWords(isActive)}
    </span>
  );
}
