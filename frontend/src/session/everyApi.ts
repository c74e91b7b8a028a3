/** What GET /me cannot say with the token of the login, asked again with each API's own.
 *
 * Where every API demands a token of its own and no directory is there, the site knows of a
 * person only what stands in the token it is asked with. */
import type { Permission } from "@/api/permission";
import type { Access } from "./access";
import type { Mine } from "./mine";

type Ask<Answer> = (audience: string) => Promise<Answer>;

/** Each API's own part in place of what is unknown. One that fails leaves its part unknown. */
export async function completePermissions(mine: Mine, ask: Ask<Mine>): Promise<Mine> {
  const unknown = mine.resources.filter(({ granted }) => granted === null);
  const answers = await askedEach(
    unknown.map(({ audience }) => audience),
    ask,
  );
  return {
    ...mine,
    resources: mine.resources.map((resource) => {
      const answer = resource.granted ? undefined : answers.get(resource.audience);
      return answer?.resources.find(({ name }) => name === resource.name) ?? resource;
    }),
  };
}

/** The same for the list of where each permission comes from. */
export async function completeAccess(
  access: Access,
  audiences: Record<string, string>,
  ask: Ask<Access>,
): Promise<Access> {
  const unknown = access.permissions.filter(({ held }) => held === null);
  const answers = await askedEach(
    unknown.flatMap(({ resource }) => audiences[resource] ?? []),
    ask,
  );
  return {
    ...access,
    permissions: access.permissions.map((entry) => {
      if (entry.held !== null) return entry;
      const answer = answers.get(audiences[entry.resource] ?? "");
      return answer?.permissions.find(({ name }) => name === entry.name) ?? entry;
    }),
  };
}

/** What a token fetched for each API will open: all that the person is known to hold. */
export function heldAtEveryApi(mine: Pick<Mine, "resources">): Permission[] {
  return mine.resources.flatMap(({ name, granted }) =>
    (granted ?? []).map((action) => `${action}:${name}` as Permission),
  );
}

async function askedEach<Answer>(
  audiences: readonly string[],
  ask: Ask<Answer>,
): Promise<Map<string, Answer>> {
  const distinct = [...new Set(audiences)];
  const outcomes = await Promise.allSettled(distinct.map((audience) => ask(audience)));
  return new Map(
    outcomes.flatMap((outcome, index) =>
      outcome.status === "fulfilled" ? [[distinct[index] as string, outcome.value] as const] : [],
    ),
  );
}
