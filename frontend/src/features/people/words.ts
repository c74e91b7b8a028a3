/** A person in words: what they are called, how they are, and what a change gives and takes. */
import type { Permission } from "@/session/types";
import { formatList } from "@/ui/format";
import type { Grants, Held, Person, Role } from "./api";

/** A directory may know somebody by nothing but the name they log in with. */
export function nameOf({ name, username }: Pick<Person, "name" | "username">): string {
  return name.trim() || username;
}

export function stateInWords(isActive: boolean): string {
  return isActive ? "may log in" : "may not log in";
}

/** "through Employees and given directly". */
export function originInWords({ roles, direct }: Pick<Held, "roles" | "direct">): string {
  return formatList([
    ...(roles.length > 0 ? [`through ${formatList(roles)}`] : []),
    ...(direct ? ["given directly"] : []),
  ]);
}

export interface Difference {
  gained: Permission[];
  lost: Permission[];
}

/** What somebody would hold anew and no more, by what their roles and direct grants add up to. */
export function difference(before: Grants, after: Grants, roles: readonly Role[]): Difference {
  const held = heldBy(before, roles);
  const toHold = heldBy(after, roles);
  return {
    gained: [...toHold].filter((name) => !held.has(name)),
    lost: [...held].filter((name) => !toHold.has(name)),
  };
}

/** All that somebody was given, which they hold while they are active. */
export function heldBy(grants: Grants, roles: readonly Role[]): Set<Permission> {
  const through = roles.filter(({ id }) => grants.roles.includes(id));
  return new Set([...through.flatMap(({ permissions }) => permissions), ...grants.permissions]);
}

/** "Robin gets the role Night shift." */
export function rolesInWords(
  name: string,
  before: Grants,
  after: Grants,
  roleName: (id: string) => string,
): string[] {
  const gained = after.roles.filter((role) => !before.roles.includes(role)).map(roleName);
  const lost = before.roles.filter((role) => !after.roles.includes(role)).map(roleName);
  return [
    ...(gained.length > 0 ? [`${name} gets ${theRoles(gained)}.`] : []),
    ...(lost.length > 0 ? [`${name} no longer has ${theRoles(lost)}.`] : []),
  ];
}

/** What a role of this id is called now. One that is gone is named by its id. */
export function roleNames(roles: readonly Role[]): (id: string) => string {
  const names = new Map(roles.map((role) => [role.id, role.name]));
  return (id) => names.get(id) ?? id;
}

/** The roles of a person, by name. */
export function theirRoles({ roles }: { roles: readonly { name: string }[] }): string[] {
  return roles.map((role) => role.name);
}

function theRoles(names: readonly string[]): string {
  return `the ${names.length === 1 ? "role" : "roles"} ${formatList(names)}`;
}

export function differenceInWords(name: string, { gained, lost }: Difference): string[] {
  if (gained.length + lost.length === 0) {
    return [`${name} holds the same tickets as before; only where they come from changes.`];
  }
  return [
    ...(gained.length > 0 ? [`${name} gains ${formatList(gained)}.`] : []),
    ...(lost.length > 0 ? [`${name} loses ${formatList(lost)}.`] : []),
  ];
}
