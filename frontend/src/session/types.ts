/** What the server says of the person's permissions, in types that need no generated schema. */

/** A site fills this in (`declare module`), so that a permission nobody declared does not compile. */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be merged with
export interface Register {}

/** The name of a permission, such as "edit:movies". */
export type Permission = Register extends { permission: infer Name extends string } ? Name : string;

/** GET /me/permissions. */
export interface MyPermissions {
  subject: string;
  /** Null, as are the roles, where the server has no directory. */
  name: string | null;
  roles: string[] | null;
  /** What the token opens with which was asked. */
  permissions: Permission[];
  resources: GrantedResource[];
  source: "token" | "live" | "hybrid";
  /** The directory's; null where only tokens count. */
  version: string | null;
  /** Whether the directory says other than the token; null where only tokens count. */
  stale: boolean | null;
  /** Why APIs could not be asked what is granted there, by their names, where each has to be. */
  failures?: Partial<Record<string, Error>>;
  /** The server's mark of this answer, by which it is asked for again. */
  etag?: string;
}

interface GrantedResource {
  name: string;
  title: string;
  audience: string;
  /** The actions the person may take; null where the token cannot tell. */
  granted: string[] | null;
}

/** GET /me/access. What is null cannot be told by the token, or by a server without a directory. */
export interface MyAccess {
  permissions: PermissionOrigin[];
  ask: { names: string[]; others: number } | null;
}

export interface PermissionOrigin {
  name: Permission;
  resource: string;
  action: string;
  held: boolean | null;
  /** Through which roles it is held, and whether directly too. */
  roles: string[] | null;
  direct: boolean | null;
  /** Every role that would give it. */
  held_by_roles: string[] | null;
}
