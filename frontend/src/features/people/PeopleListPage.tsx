/** Everybody who may come in, and those who may no longer. */

import { t } from "@lingui/core/macro";
import { createLazyRoute, useSearch } from "@tanstack/react-router";
import { useAllRoles } from "@/directory/api";
import { TicketSummary } from "@/permissions/TicketSummary";
import { ListPage } from "@/records/ListPage";
import { useTotal } from "@/records/resource";
import { useSession } from "@/session/SessionContext";
import { useCan } from "@/session/usePermissions";
import { Avatar } from "@/ui/Avatar";
import { personName } from "@/ui/format";
import { type Person, usePeople } from "./api";
import { ChosenPeople, useChosenPeople } from "./ChosenPeople";
import classes from "./PeopleListPage.module.css";
import { State } from "./State";

export const Route = createLazyRoute("/people")({ component: PeopleListPage });

function PeopleListPage() {
  const { config } = useSession();
  const { data: roles } = useAllRoles(useCan("list:roles"));
  const mayAssign = useCan("edit:roles") && roles !== undefined;
  const choice = useChosenPeople();
  const mark = (person: Person) => (
    <>
      {mayAssign && (
        <input
          type="checkbox"
          className={classes.choose}
          aria-label={t`Choose ${personName(person)}`}
          checked={choice.has(person)}
          onChange={() => choice.toggle(person)}
        />
      )}
      <Avatar id={person.id} name={personName(person)} isClosed={!person.active} />
    </>
  );
  return (
    <ListPage<Person>
      title={t`People`}
      noun={{ one: t`person`, many: t`people` }}
      collection={usePeople()}
      searchLabel={t`Search names`}
      choices={
        roles && [
          {
            parameter: "role",
            label: t`Role`,
            all: t`All roles`,
            choices: roles.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      }
      total={useTotal({ name: "users" }, useSearch({ strict: false }))}
      above={mayAssign && <ChosenPeople choice={choice} roles={roles} />}
      heading={{
        header: t`Name`,
        width: "26%",
        title: personName,
        mark,
        permission: "read:users",
        to: "/people/$id",
      }}
      columns={[
        {
          header: t`User name`,
          width: "13%",
          isOrdered: !config.tenantDirectory,
          cell: ({ username }) => username,
        },
        { header: t`Roles`, width: "22%", cell: (person) => <RoleChips person={person} /> },
        {
          header: t`Given directly`,
          cell: ({ permissions }) =>
            permissions ? <TicketSummary names={permissions} most={2} none={t`none`} /> : untold(),
        },
        { header: t`State`, width: "9rem", cell: ({ active }) => <State isActive={active} /> },
      ]}
      card={(person) => ({
        lines: [person.username],
        more: (
          <span className={classes.more}>
            <RoleChips person={person} />
            <State isActive={person.active} />
            {person.permissions !== null && person.permissions.length > 0 && (
              <TicketSummary names={person.permissions} most={2} />
            )}
          </span>
        ),
      })}
      add={
        // There they get a way to log in; here they are when they are there.
        config.tenantDirectory
          ? undefined
          : { permission: "write:users", to: "/people/new", label: t`Add a person` }
      }
    />
  );
}

/** A directory elsewhere is asked about few of a list at once. */
const untold = () => t`not asked yet`;

function RoleChips({ person: { roles } }: { person: Person }) {
  if (roles === null) return untold();
  if (roles.length === 0) return <span className={classes.none}>{t`no role`}</span>;
  return (
    <span className={classes.roles}>
      {roles.map(({ id, name }) => (
        <span key={id} className={classes.role}>
          {name}
        </span>
      ))}
    </span>
  );
}
