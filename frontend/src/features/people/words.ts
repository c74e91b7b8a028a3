/** A person in words: what they are called, how they are, and what a change gives and takes. */
import { plural, t } from "@lingui/core/macro";
import type { Permission } from "@/session/types";
import { formatList } from "@/ui/format";
import type { Grants, Role } from "./api";

export function stateInWords(isActive: boolean): string {
  return isActive ? t`may log in` : t`may not log in`;
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
  const [given, taken] = [formatList(gained), formatList(lost)];
  return [
    ...(gained.length > 0
      ? [
          plural(gained.length, {
            one: `${name} gets the role ${given}.`,
            other: `${name} gets the roles ${given}.`,
          }),
        ]
      : []),
    ...(lost.length > 0
      ? [
          plural(lost.length, {
            one: `${name} no longer has the role ${taken}.`,
            other: `${name} no longer has the roles ${taken}.`,
          }),
        ]
      : []),
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
