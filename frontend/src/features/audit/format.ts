/** The trail in words: who, what, and what it was before and after. */
import { formatList } from "@/ui/format";
import type { Change, Entry, State } from "./api";

/** The actions by their names, each said of what it was done to. */
const ACTIONS: Record<string, string> = {
  "role.granted": "was given a role",
  "role.withdrawn": "lost a role",
  "role.created": "was made",
  "role.renamed": "was renamed",
  "role.receives_new_permissions": "receives every new ticket from now on",
  "role.receives_no_new_permissions": "receives new tickets no longer",
  "role.deleted": "was deleted",
  "role.permissions_changed": "gives other tickets",
  "role.changed": "was changed at the tenant",
  "permission.granted": "was given a ticket directly",
  "permission.withdrawn": "lost a ticket given directly",
  "user.created": "was added",
  "user.changed": "was changed",
  "user.grants_changed": "was given other roles or tickets at the tenant",
  "user.activated": "may log in again",
  "user.deactivated": "may no longer log in",
  "user.suspended": "was suspended",
  "user.deleted": "was deleted",
  "user.password_changed": "has a new password, or none any more",
  "user.second_factor_added": "has a further second step at login",
  "user.second_factor_changed": "has another second step at login",
  "user.second_factor_removed": "lost a second step at login",
  "client.registered": "was registered",
  "client.changed": "was changed",
  "client.removed": "was removed",
  "client.secret_changed": "has a new secret",
  "client.permission_granted": "was given a ticket",
  "client.permission_withdrawn": "lost a ticket",
  "client.management_scope_granted": "was given a right of the Management API",
  "client.management_scope_withdrawn": "lost a right of the Management API",
  "session.began": "logged in",
  "session.ended": "was logged out",
  "consent.given": "allowed an app something",
  "consent.withdrawn": "allows an app nothing any more",
  "signing_key.made": "was made",
  "signing_key.activated": "signs now",
  "signing_key.retired": "was retired",
};

/** What is done to records, whatever their kind. */
const VERBS: Record<string, string> = {
  created: "was added",
  changed: "was changed",
  deleted: "was deleted",
  imported: "was imported",
};

const KINDS: Record<string, string> = {
  user: "People",
  role: "Roles",
  permission: "Tickets given directly",
  client: "Clients",
  session: "Logins",
  consent: "Consents",
  signing_key: "Signing keys",
};

/** What a filter offers: all of a kind, then each action by itself. */
export const CHOICES = [
  ...Object.entries(KINDS).map(([value, label]) => ({ value, label: `${label}: everything` })),
  ...Object.keys(ACTIONS).map((value) => ({ value, label: sentenceOf(value) })),
];

function sentenceOf(action: string): string {
  const [kind = "", what] = action.split(".");
  return `${KINDS[kind] ?? kind}: ${ACTIONS[action] ?? what}`;
}

/** An action of a server that is newer than this page is named as it is written. */
export function actionInWords(action: string): string {
  const verb = VERBS[action.split(".")[1] ?? ""];
  return ACTIONS[action] ?? verb ?? action.replaceAll(/[._]/g, " ");
}

/** A person by their name; of anything else it is said what it is. */
export function targetInWords({ kind, name, id }: Entry["target"]): string {
  // A record's kind names its app too: movies.movie.
  const what = kind === "user" ? "" : `${label(kind.split(".").at(-1) ?? "")} `;
  return `${what && `The ${what}`}${name || id}`;
}

/** What somebody used to make a change. */
export function viaInWords({ actor }: Pick<Change, "actor">): string {
  return actor.client && `through ${actor.client}`;
}

/** A line for each thing that changed. */
export function changesInWords({ before, after }: Pick<Entry, "before" | "after">): string[] {
  if (before && after) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changeInWords(key, before[key], after[key]));
  }
  const only = after ?? before;
  return only ? [`${after ? "" : "was "}${stateInWords(only)}`] : [];
}

function changeInWords(key: string, before: unknown, after: unknown): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [`${label(key)}: ${valueInWords(before)} → ${valueInWords(after)}`];
}

function stateInWords(state: State): string {
  const told = Object.entries(state).filter(([, value]) => !isNothing(value));
  if (told.length === 0) return "without anything";
  return told.map(([key, value]) => `${label(key)}: ${valueInWords(value)}`).join("; ");
}

function isNothing(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function label(key: string): string {
  return key.replaceAll("_", " ");
}

function valueInWords(value: unknown): string {
  if (isNothing(value) || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return formatList(value.map(valueInWords));
  if (isNamed(value)) return `${value.name} (${value.id})`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A role is told of by its id and by what it was called then. */
function isNamed(value: unknown): value is { id: string; name: string } {
  return typeof value === "object" && value !== null && "id" in value && "name" in value;
}

export function formatMoment(at: string): string {
  return new Date(at).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" });
}

export function minuteInWords(at: string): string {
  return new Date(at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
