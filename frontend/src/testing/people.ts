/** The cast: who holds what. Written out by hand, so that a test can be read by itself. */
import type { Permission } from "@/api/permission";

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
];

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

export function permissionsOf(person: Cast) {
  return {
    subject: person.subject,
    name: person.name,
    roles: person.roles,
    permissions: person.permissions,
    resources: ["movies", "books"].map((name) => ({
      name,
      title: name === "movies" ? "Movies" : "Books",
      audience: `https://${name}.usher.example/`,
      granted: person.permissions
        .filter((permission) => permission.endsWith(`:${name}`))
        .map((permission) => permission.split(":")[0]),
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
