/** The cast: who holds what. Written out by hand, so that a test can be read by itself. */
import type { MyPermissions, Permission } from "@/session/types";

export interface Cast {
  subject: string;
  name: string;
  roles: string[];
  permissions: Permission[];
  direct: Permission[];
}

const EMPLOYEE: Permission[] = ["list:movies", "read:movies", "list:books", "read:books"];

const EVERYTHING: Permission[] = [
  ...EMPLOYEE,
  "write:movies",
  "edit:movies",
  "delete:movies",
  "write:books",
  "edit:books",
  "delete:books",
  "list:users",
  "read:users",
  "write:users",
  "edit:users",
  "suspend:users",
  "list:roles",
  "read:roles",
  "write:roles",
  "edit:roles",
  "delete:roles",
  "list:audit",
];

const TITLES = {
  movies: "Movies",
  books: "Books",
  users: "People",
  roles: "Roles",
  audit: "Audit trail",
};

export const PEOPLE = {
  batman: {
    subject: "usher|1",
    name: "Batman",
    roles: ["Managers"],
    permissions: EVERYTHING,
    direct: [],
  },
  robin: {
    subject: "usher|2",
    name: "Robin",
    roles: ["Employees"],
    permissions: EMPLOYEE,
    direct: [],
  },
  alfred: {
    subject: "usher|3",
    name: "Alfred",
    roles: ["Employees"],
    permissions: [...EMPLOYEE, "write:books"],
    direct: ["write:books"],
  },
  joker: { subject: "usher|4", name: "Joker", roles: [], permissions: [], direct: [] },
} satisfies Record<string, Cast>;

export function permissionsOf(person: Cast): MyPermissions {
  return {
    subject: person.subject,
    name: person.name,
    roles: person.roles,
    permissions: person.permissions,
    resources: Object.entries(TITLES).map(([name, title]) => ({
      name,
      title,
      audience: `https://${name}.usher.example/`,
      granted: person.permissions
        .filter((permission) => permission.endsWith(`:${name}`))
        .map((permission) => permission.replace(/:.*/, "")),
    })),
    source: "token",
    version: null,
    stale: null,
  };
}

export function accessOf(person: Cast) {
  return {
    permissions: EVERYTHING.map((name) => {
      const [action, resource] = name.split(":");
      const held = person.permissions.includes(name);
      const direct = person.direct.includes(name);
      return {
        name,
        resource,
        action,
        held,
        direct,
        roles: held && !direct ? person.roles : [],
        held_by_roles: EMPLOYEE.includes(name) ? ["Employees", "Managers"] : ["Managers"],
      };
    }),
    ask: { names: ["Batman"], others: 0 },
  };
}

/** The roles as the API of roles has them, in the order of their names. */
export const ROLES = [
  {
    id: "1",
    name: "Employees",
    permissions: EMPLOYEE,
    members: 2,
    receives_new_permissions: false,
  },
  {
    id: "2",
    name: "Managers",
    permissions: EVERYTHING,
    members: 1,
    receives_new_permissions: true,
  },
];

/** These roles as grants name them. */
export function rolesNamed(...names: string[]) {
  return ROLES.filter(({ name }) => names.includes(name)).map(({ id, name }) => ({ id, name }));
}

/** One of the cast as the API of people has them. */
export function userOf(person: Cast) {
  return {
    id: person.subject,
    username: person.name.toLowerCase(),
    name: person.name,
    email: `${person.name.toLowerCase()}@usher.example`,
    active: true,
    roles: rolesNamed(...person.roles),
    permissions: person.direct,
  };
}

export function userInFull(person: Cast) {
  const held = person.permissions.map((name) => {
    const direct = person.direct.includes(name);
    return { name, roles: direct ? [] : person.roles, direct };
  });
  return { ...userOf(person), held };
}
