/** Why to give somebody a role, or to take it, would change nothing of what they hold. */
import { t } from "@lingui/core/macro";
import type { components } from "@/api/schema";
import { formatList } from "@/ui/format";

type Person = components["schemas"]["User"];
type Role = components["schemas"]["Role"];

interface Asked {
  name: string;
  person: Person;
  role: Role;
  /** All there are. */
  roles: readonly Role[];
  isGiven: boolean;
}

/** A sentence; undefined where it changes something, or that is not known. */
export function withoutEffect({ name, person, role, roles, isGiven }: Asked): string | undefined {
  const own = person.roles;
  if (!own) return undefined;
  if (own.some(({ id }) => id === role.id) === isGiven) {
    return isGiven ? t`${name} has this role already.` : t`${name} does not have this role.`;
  }
  if (!person.active) return t`${name} may not log in, so holds nothing now.`;
  const others = roles.filter(({ id }) => id !== role.id && own.some((each) => each.id === id));
  const direct = person.permissions ?? [];
  const giving = others.filter(({ permissions }) =>
    role.permissions.some((name) => permissions.includes(name)),
  );
  const indirect = new Set(giving.flatMap(({ permissions }) => permissions));
  const missing = role.permissions.filter((name) => !indirect.has(name));
  if (!missing.every((name) => direct.includes(name))) return undefined;
  const given = missing.length > 0 ? [t`what was given directly`] : [];
  const ways = formatList([...giving.map((each) => each.name), ...given]);
  if (!ways) return undefined;
  return isGiven
    ? t`${name} holds all of it already, through ${ways}.`
    : t`${name} keeps all of it, through ${ways}.`;
}
