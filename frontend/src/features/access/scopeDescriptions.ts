/** What a scope lets an app do, in words. */
import { t } from "@lingui/core/macro";
import type { Permission } from "@/session/types";
import { formatList } from "@/ui/format";

const ABOUT_YOU: Record<string, string> = {
  openid: t`know that it is you`,
  profile: t`see your name`,
  email: t`see your e-mail address`,
  offline_access: t`go on while you are away`,
};

const VERBS: Record<string, (resource: string) => string> = {
  list: (resource) => t`see the list of ${resource}`,
  read: (resource) => t`read single ${resource}`,
  write: (resource) => t`add ${resource}`,
  edit: (resource) => t`change ${resource}`,
  delete: (resource) => t`delete ${resource}`,
};

export function scopesInWords(scopes: readonly string[]): string {
  return formatList(inReadingOrder(scopes).map(scopeInWords));
}

/** First what is told about you, then one API after the other, from looking to deleting. */
function inReadingOrder(scopes: readonly string[]): string[] {
  const places = [...Object.keys(ABOUT_YOU), ...Object.keys(VERBS)];
  const placeOf = (scope: string) => places.indexOf(scope.split(":")[0] ?? "");
  const resourceOf = (scope: string) => scope.split(":")[1] ?? "";
  return [...scopes].sort(
    (one, other) =>
      resourceOf(one).localeCompare(resourceOf(other)) || placeOf(one) - placeOf(other),
  );
}

/** Those of the scopes that are permissions, `action:resource`. */
export function permissionsAmong(scopes: readonly string[]): Permission[] {
  return inReadingOrder(scopes).filter((scope) => scope.includes(":")) as Permission[];
}

function scopeInWords(scope: string): string {
  const [action = "", resource] = scope.split(":");
  if (!resource) return ABOUT_YOU[scope] ?? scope;
  return VERBS[action]?.(resource) ?? `${action} ${resource}`;
}
