/** Gives a person roles and single permissions, and takes them away. */
import { Skeleton } from "@mantine/core";
import type { Versioned } from "@/api/client";
import { PermissionGrid } from "@/permissions/PermissionGrid";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { nobodyWouldHold } from "@/permissions/sentences";
import { TenantNote } from "@/permissions/TenantNote";
import { Tickets } from "@/permissions/Tickets";
import { ChangeSteps } from "@/records/ChangeSteps";
import { useUndoableChange } from "@/records/useUndoableChange";
import type { Permission } from "@/session/types";
import { useCanWithdraw, useReceivesNewPermissions } from "@/session/useCanGrant";
import { usePerson } from "@/session/usePermissions";
import { Section } from "@/ui/Section";
import {
  type Grants,
  type PersonInFull,
  type Role,
  useAllRoles,
  useChangeGrants,
  useGrants,
  useSole,
} from "./api";
import classes from "./PersonGrants.module.css";
import { RoleChoice } from "./RoleChoice";
import {
  type Difference,
  difference,
  differenceInWords,
  heldBy,
  nameOf,
  roleNames,
  rolesInWords,
} from "./words";

export function PersonGrants({ person }: { person: PersonInFull }) {
  const name = nameOf(person);
  const grants = useGrants(person.id);
  const roles = useAllRoles();
  const error = grants.error ?? roles.error;
  const retry = () => {
    void grants.refetch();
    void roles.refetch();
  };
  return (
    <Section
      title={`What ${name} is given`}
      lead="A role gives all its tickets at once. Give single tickets only where no role fits."
    >
      <TenantNote />
      {grants.data && roles.data ? (
        <GrantsForm person={person} loaded={grants.data} roles={roles.data} />
      ) : error ? (
        <ProblemPanel error={error} retry={retry} />
      ) : (
        <Skeleton height={320} aria-busy="true" />
      )}
    </Section>
  );
}

interface FormProps {
  person: PersonInFull;
  loaded: Versioned<Grants>;
  roles: readonly Role[];
}

function GrantsForm({ person, loaded, roles }: FormProps) {
  const name = nameOf(person);
  const grants = useChangeGrants(person.id);
  const change = useUndoableChange<Grants>({
    name: ["people", "grants", person.id],
    loaded,
    ...grants,
  });
  const { draft, before } = change;
  const changes = difference(before, draft, roles);
  const roleName = roleNames(roles);
  const isOwn = usePerson().subject === person.id;
  const given = roles.filter(({ id }) => before.roles.includes(id));
  const receivesNew = useReceivesNewPermissions(roles);
  const holdsAsMuch =
    useCanWithdraw()([...heldBy(before, roles)]) &&
    (receivesNew || !given.some((role) => role.receives_new_permissions));
  // What is one's own one may always give up.
  const mayTake = holdsAsMuch || isOwn;
  const { data: sole } = useSole(person.id, changes.lost.length > 0);
  const losesEditing = isOwn && changes.lost.includes("edit:roles");
  return (
    <>
      <RoleChoice
        roles={roles}
        chosen={draft.roles}
        saved={before.roles}
        mayTake={mayTake}
        onChange={(chosen) => change.edit({ roles: chosen })}
      />
      <h3 className={classes.heading}>Given directly</h3>
      <p className={classes.lead}>
        Brass is given directly. What is dotted here may still come through a role.
      </p>
      <PermissionGrid
        label={`Given to ${name} directly`}
        held={draft.permissions}
        saved={before.permissions}
        mayTake={mayTake}
        says={(isHeld) => (isHeld ? "given directly" : "not given directly")}
        onChange={(permissions: Permission[]) => change.edit({ permissions })}
      />
      <ChangeSteps
        change={change}
        labels={{ roles: "Roles", permissions: "Given directly" }}
        action={`Save what ${name} is given`}
        consequences={[
          ...(losesEditing ? ["This is you: you could not take it back yourself."] : []),
          ...rolesInWords(name, before, draft, roleName),
          ...differenceInWords(name, changes),
          ...nobodyWouldHold(changes.lost.filter((each) => sole?.permissions.includes(each))),
        ]}
      >
        <Preview {...changes} />
      </ChangeSteps>
    </>
  );
}

/** More would hide what they are chosen from. */
const MOST = 6;

/** The tickets a change gives and takes, drawn. The sentence beside it says the same. */
function Preview({ gained, lost }: Difference) {
  if (gained.length + lost.length > MOST) return null;
  return (
    // It is said in words already, and heard once is enough.
    <div aria-hidden="true">
      {gained.length > 0 && <Tickets label="Gained" names={gained} held says={null} />}
      {lost.length > 0 && <Tickets label="Lost" names={lost} held={false} says={null} />}
    </div>
  );
}
