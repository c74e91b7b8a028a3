/** The trail in words: what was done, to what kind of thing, and what a field is called. */
import { t } from "@lingui/core/macro";
import { valueText } from "@/records/differencesOf";
import { formatCount } from "@/ui/format";

/** The actions by their names, each as it stands beside what it was done to. */
const ACTIONS: Record<string, string> = {
  "role.granted": t`Role given`,
  "role.withdrawn": t`Role taken away`,
  "role.created": t`Role made`,
  "role.renamed": t`Role renamed`,
  "role.receives_new_permissions": t`Receives every new ticket`,
  "role.receives_no_new_permissions": t`Receives no new tickets`,
  "role.deleted": t`Role deleted`,
  "role.permissions_changed": t`Tickets of the role changed`,
  "role.changed": t`Role changed at the tenant`,
  "permission.granted": t`Ticket given directly`,
  "permission.withdrawn": t`Direct ticket taken away`,
  "user.created": t`Person added`,
  "user.changed": t`Person changed`,
  "user.grants_changed": t`Rights changed at the tenant`,
  "user.activated": t`May log in again`,
  "user.deactivated": t`May no longer log in`,
  "user.suspended": t`Suspended`,
  "user.deleted": t`Person deleted`,
  "user.logged_in": t`Logged in`,
  "user.password_changed": t`Password changed or removed`,
  "user.password_hash_replaced": t`Password stored anew`,
  "user.second_factor_added": t`Second step added`,
  "user.second_factor_changed": t`Second step changed`,
  "user.second_factor_removed": t`Second step removed`,
  "client.registered": t`Client registered`,
  "client.changed": t`Client changed`,
  "client.removed": t`Client removed`,
  "client.secret_changed": t`Client has a new secret`,
  "client.permission_granted": t`Ticket given to a client`,
  "client.permission_withdrawn": t`Ticket of a client taken away`,
  "client.audience_added": t`Client may ask for an API`,
  "client.audience_removed": t`Client may ask for an API no longer`,
  "client.management_scope_granted": t`Management right given to a client`,
  "client.management_scope_withdrawn": t`Management right of a client taken away`,
  "session.began": t`Session began`,
  "session.ended": t`Session ended`,
  "consent.given": t`Consent given`,
  "consent.changed": t`Consent changed`,
  "consent.withdrawn": t`Consent withdrawn`,
  "signing_key.made": t`Signing key made`,
  "signing_key.activated": t`Signing key signs now`,
  "signing_key.retired": t`Signing key retired`,
};

/** What is done to records, whatever their kind. */
const VERBS: Record<string, string> = {
  created: t`Added`,
  changed: t`Changed`,
  deleted: t`Deleted`,
  imported: t`Imported`,
};

/** What an action begins with, as a filter takes it. */
const KINDS: Record<string, string> = {
  user: t`People`,
  role: t`Roles`,
  permission: t`Tickets given directly`,
  client: t`Clients`,
  session: t`Sessions`,
  consent: t`Consents`,
  signing_key: t`Signing keys`,
};

const TARGETS: Record<string, string> = {
  role: t`Role`,
  client: t`Client`,
  signing_key: t`Signing key`,
  file: t`File`,
};

const FIELDS: Record<string, string> = {
  active: t`State`,
  allowed: t`Allowed`,
  asked: t`Asked for`,
  client: t`Client`,
  email: t`Email`,
  first_party: t`Asks for no consent`,
  grant: t`Grant`,
  kind: t`Kind`,
  logout_uris: t`Logout addresses`,
  name: t`Name`,
  permission: t`Ticket`,
  permissions: t`Tickets`,
  receives_new_permissions: t`Receives every new ticket`,
  redirect_uris: t`Redirect addresses`,
  roles: t`Roles`,
  staff: t`May use the admin`,
  state: t`State`,
  superuser: t`Superuser`,
  type: t`Type`,
  username: t`User name`,
  why: t`Why`,
};

/** What a filter offers, grouped: all of a kind, then each action by itself. */
export const CHOICES = Object.entries(KINDS).map(([kind, group]) => ({
  group,
  items: [
    { value: kind, label: t`${group}: everything` },
    ...Object.entries(ACTIONS)
      .filter(([action]) => action.startsWith(`${kind}.`))
      .map(([value, label]) => ({ value, label })),
  ],
}));

/** An action, or all that begin so, of a server that may be newer than this page. */
export function actionInWords(action: string): string {
  const verb = VERBS[action.split(".")[1] ?? ""];
  return ACTIONS[action] ?? KINDS[action] ?? verb ?? plain(action);
}

/** What kind of thing it is; empty for a person, whose name says it. */
export function kindInWords(kind: string): string {
  if (kind === "user") return "";
  // A record's kind names its app too: movies.movie.
  const last = kind.split(".").at(-1) ?? "";
  return TARGETS[last] ?? plain(last);
}

/** What yes and no mean of a field, where they are no answer to its name. */
const ANSWERS: Record<string, readonly [yes: string, no: string]> = {
  active: [t`may log in`, t`may not log in`],
};

/** Kinds of a second step, as the provider names them. */
const STEPS: Record<string, string> = {
  totp: t`Authenticator app`,
  webauthn: t`Passkey`,
  recovery_codes: t`Recovery codes`,
};

export function valueInWords(field: string, value: unknown): string {
  if (typeof value === "boolean") return answerInWords(field, value);
  if (typeof value === "number" && field !== "year") return formatCount(value);
  return (field === "kind" && STEPS[String(value)]) || valueText(value);
}

function answerInWords(field: string, value: boolean): string {
  const [yes, no] = ANSWERS[field] ?? [t`yes`, t`no`];
  return value ? yes : no;
}

export function fieldInWords(field: string): string {
  return FIELDS[field] ?? plain(field);
}

function plain(name: string): string {
  const words = name.replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
