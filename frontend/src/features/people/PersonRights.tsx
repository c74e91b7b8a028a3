/** What a person holds and why; those who may give and take it in the same place. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Versioned } from "@/api/client";
import { AffectedPeople } from "@/directory/AffectedPeople";
import { useAllRoles } from "@/directory/api";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { RequirePermission } from "@/permissions/RequirePermission";
import { greyedOut } from "@/permissions/sentences";
import { TenantNote } from "@/permissions/TenantNote";
import { ChangeSteps } from "@/records/ChangeSteps";
import { useUndoableChange } from "@/records/useUndoableChange";
import type { Permission, PermissionOrigin } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { useCanGrant, useCanWithdraw, useReceivesNewPermissions } from "@/session/useCanGrant";
import { useCan, usePerson } from "@/session/usePermissions";
import { personName } from "@/ui/format";
import { Section } from "@/ui/Section";
import {
  type Grants,
  type PersonInFull,
  type Role,
  useChangeGrants,
  useGrantHistory,
  useGrants,
  useSole,
} from "./api";
import classes from "./PersonRights.module.css";
import { Rights } from "./Rights";
import { RoleChoice } from "./RoleChoice";
import { givenBy, givenTo, rightsOf } from "./rightsOf";
import { difference, heldBy, roleNames, rolesInWords } from "./words";

export function PersonRights({ person }: { person: PersonInFull }) {
  const name = personName(person);
  const { data: access, error, refetch } = useAccess();
  const held = person.held.length;
  const all = access?.permissions.length ?? 0;
  return (
    <Section
      title={t`Rights`}
      lead={
        !access
          ? undefined
          : person.active
            ? t`${name} holds ${held} of ${all} tickets. Beside each stands why.`
            : t`${name} may not log in, so holds no tickets now. What they were given waits for them.`
      }
    >
      {access ? (
        <RequirePermission
          permission="edit:roles"
          otherwise={<RightsToRead person={person} entries={access.permissions} />}
        >
          {/* What is chosen for one person must not be shown as another's. */}
          <RightsToEdit key={person.id} person={person} entries={access.permissions} />
        </RequirePermission>
      ) : error ? (
        <ProblemPanel error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton height={480} aria-busy="true" />
      )}
    </Section>
  );
}

interface ReadProps {
  person: PersonInFull;
  entries: readonly PermissionOrigin[];
}

function RightsToRead({ person, entries }: ReadProps) {
  const { data: history } = useGrantHistory(person.id);
  const mayOpen = useCan("read:roles");
  const rights = rightsOf(entries, givenTo(person, entries), history);
  return (
    <>
      <p className={classes.roles}>
        <span className={classes.label}>
          <Trans>Roles</Trans>
        </span>
        {person.roles.length === 0 && t`no role`}
        {person.roles.map(({ id, name }) =>
          mayOpen ? (
            <Link key={id} to="/roles/$id" params={{ id }} className={classes.role}>
              {name}
            </Link>
          ) : (
            <span key={id} className={classes.role}>
              {name}
            </span>
          ),
        )}
      </p>
      <Rights
        name={personName(person)}
        entries={entries}
        rights={rights}
        before={rights}
        isActive={person.active}
      />
    </>
  );
}

function RightsToEdit({ person, entries }: ReadProps) {
  const grants = useGrants(person.id);
  const roles = useAllRoles();
  const error = grants.error ?? roles.error;
  const retry = () => {
    void grants.refetch();
    void roles.refetch();
  };
  if (grants.data && roles.data) {
    return <RightsForm person={person} entries={entries} loaded={grants.data} roles={roles.data} />;
  }
  if (error) return <ProblemPanel error={error} retry={retry} />;
  return <Skeleton height={480} aria-busy="true" />;
}

interface FormProps extends ReadProps {
  loaded: Versioned<Grants>;
  roles: readonly Role[];
}

function RightsForm({ person, entries, loaded, roles }: FormProps) {
  const name = personName(person);
  const grants = useChangeGrants(person.id);
  const change = useUndoableChange<Grants>({
    name: ["people", "grants", person.id],
    called: t`What ${name} is given`,
    loaded,
    ...grants,
  });
  const { draft, before } = change;
  const { data: history } = useGrantHistory(person.id);
  const changes = difference(before, draft, roles);
  const isSameForThem = changes.gained.length + changes.lost.length === 0;
  const isOwn = usePerson().subject === person.id;
  const mayGive = useCanGrant();
  const mayTake = useMayTake(before, roles) || isOwn;
  const { data: sole } = useSole(person.id, changes.lost.length > 0);
  const losesEditing = isOwn && changes.lost.includes("edit:roles");
  const isLocked = (permission: Permission) =>
    before.permissions.includes(permission)
      ? !mayTake
      : !draft.permissions.includes(permission) && !mayGive(permission);
  const order = entries.map((entry) => entry.name);
  return (
    <>
      <TenantNote />
      <RoleChoice
        roles={roles}
        chosen={draft.roles}
        saved={before.roles}
        mayTake={mayTake}
        onChange={(chosen) => change.edit({ roles: chosen })}
      />
      {order.some(isLocked) && <p className={classes.locked}>{greyedOut()}</p>}
      <Rights
        name={name}
        entries={entries}
        rights={rightsOf(entries, givenBy(draft, roles), history)}
        before={rightsOf(entries, givenBy(before, roles), history)}
        isActive={person.active}
        direct={{
          isLocked,
          onChange: (permission, isGiven) =>
            change.edit({
              permissions: order.filter((each) =>
                each === permission ? isGiven : draft.permissions.includes(each),
              ),
            }),
        }}
      />
      <ChangeSteps
        change={change}
        labels={{ roles: t`Roles`, permissions: t`Given directly` }}
        action={t`Save what ${name} is given`}
        consequences={[
          ...(losesEditing ? [t`This is you: you could not take it back yourself.`] : []),
          ...rolesInWords(name, before, draft, roleNames(roles)),
          ...(isSameForThem
            ? [t`${name} holds the same tickets as before; only where they come from changes.`]
            : []),
        ]}
      >
        {!isSameForThem && (
          <AffectedPeople
            preview={{
              gains: affected(name, changes.gained),
              losses: affected(name, changes.lost),
              without_holder: changes.lost.filter((each) => sole?.permissions.includes(each)),
            }}
          />
        )}
      </ChangeSteps>
    </>
  );
}

/** Whether the reader holds all that this person was given, and so may take from them. */
function useMayTake(before: Grants, roles: readonly Role[]): boolean {
  const given = roles.filter(({ id }) => before.roles.includes(id));
  const receivesNew = useReceivesNewPermissions(roles);
  const holdsAsMuch = useCanWithdraw()([...heldBy(before, roles)]);
  return holdsAsMuch && (receivesNew || !given.some((role) => role.receives_new_permissions));
}

function affected(name: string, permissions: Permission[]) {
  return permissions.length > 0 ? [{ names: [name], count: 1, permissions }] : [];
}
