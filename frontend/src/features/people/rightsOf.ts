/** A person's rights ticket by ticket: by what each is held, who gave that and when, or what would give it. */
import { plural, t } from "@lingui/core/macro";
import type { Permission, PermissionOrigin } from "@/session/types";
import { actorName, formatDate, formatSome } from "@/ui/format";
import type { GrantHistory, Grants, PersonInFull, Role } from "./api";

export interface NamedRole {
  id: string;
  name: string;
}

/** By what a person was given a ticket. */
export interface Source {
  /** Null where it was given directly. */
  role: NamedRole | null;
  /** "from Batman, 3 May 2026"; empty where the trail does not tell. */
  giving: string;
}

export interface Right {
  name: Permission;
  sources: readonly Source[];
  /** Names of the roles that would give it. */
  would: readonly string[];
}

/** What a person was given by now, and through what. */
export function rightsOf(
  entries: readonly PermissionOrigin[],
  given: Given,
  history: GrantHistory | undefined,
): Right[] {
  return entries.map(({ name, held_by_roles: would }) => ({
    name,
    sources: [
      ...given.roles
        .filter(({ permissions }) => permissions.includes(name))
        .map((role) => ({ role, giving: givingOf(name, role.id, history) })),
      ...(given.direct.includes(name)
        ? [{ role: null, giving: givingOf(name, null, history) }]
        : []),
    ],
    would: would ?? [],
  }));
}

export interface Given {
  roles: readonly (NamedRole & { permissions: readonly string[] })[];
  direct: readonly string[];
}

/** As the person is known to whoever may read them: which of their roles give what is told with it. */
export function givenTo(person: PersonInFull, entries: readonly PermissionOrigin[]): Given {
  const gives = (role: string, { name, held_by_roles: by }: PermissionOrigin) =>
    by?.includes(role) ||
    person.held.some((each) => each.name === name && each.roles.includes(role));
  return {
    roles: person.roles.map((role) => ({
      ...role,
      permissions: entries.filter((entry) => gives(role.name, entry)).map(({ name }) => name),
    })),
    direct: person.permissions,
  };
}

/** As a draft would have it. */
export function givenBy(draft: Grants, roles: readonly Role[]): Given {
  return { roles: roles.filter(({ id }) => draft.roles.includes(id)), direct: draft.permissions };
}

function givingOf(name: string, role: string | null, history: GrantHistory | undefined): string {
  const own = history?.roles.find(({ id }) => id === role);
  const later = own?.added_later.find((each) => each.name === name);
  if (later) return inWords(later, true);
  const grant = role === null ? history?.permissions.find((each) => each.name === name) : own;
  return grant ? inWords(grant, false) : "";
}

type Giving = GrantHistory["permissions"][number] | GrantHistory["roles"][number];

function inWords({ at, by }: Giving, isAddedToRole: boolean): string {
  if (!at) return "";
  const date = formatDate(at);
  if (!by) return date;
  const giver = actorName(by);
  return isAddedToRole ? t`added to it by ${giver}, ${date}` : t`from ${giver}, ${date}`;
}

/** What would give a ticket that is missing. */
export function wouldGive({ would }: Right, count: number): string {
  if (would.length === 0) {
    return plural(count, { one: "No role gives it yet", other: "No role gives these yet" });
  }
  const roles = formatSome(would);
  return plural(count, { one: `${roles} would give it`, other: `${roles} would give these` });
}

/** Whether both are missing, and would come from the same roles. */
export function sameMissing(one: Right, other: Right): boolean {
  return (
    one.sources.length + other.sources.length === 0 && wouldGive(one, 1) === wouldGive(other, 1)
  );
}
