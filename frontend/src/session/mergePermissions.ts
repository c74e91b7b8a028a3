/** What GET /me cannot say with the token of the login, asked again with each API's own.
 *
 * Where every API demands a token of its own and no directory is there, the site knows of a
 * person only what stands in the token it is asked with. */
import type { MyAccess, MyPermissions, Permission } from "./types";

type Ask<Answer> = (audience: string) => Promise<Answer>;

/** Each API's own part in place of what is unknown. One that fails leaves its part unknown, and
 * says why. */
export async function mergePermissions(
  mine: MyPermissions,
  ask: Ask<MyPermissions>,
): Promise<MyPermissions> {
  const unknown = mine.resources.filter(({ granted }) => granted === null);
  const { answers, failures } = await askedEach(
    unknown.map(({ audience }) => audience),
    ask,
  );
  return {
    ...mine,
    ...(failures.size > 0 && {
      failures: Object.fromEntries(
        unknown.map(({ name, audience }) => [name, failures.get(audience)]),
      ),
    }),
    resources: mine.resources.map((resource) => {
      const answer = resource.granted ? undefined : answers.get(resource.audience);
      return answer?.resources.find(({ name }) => name === resource.name) ?? resource;
    }),
  };
}

/** The same for the list of where each permission comes from. */
export async function mergeAccess(
  access: MyAccess,
  audiences: Record<string, string>,
  ask: Ask<MyAccess>,
): Promise<MyAccess> {
  const unknown = access.permissions.filter(({ held }) => held === null);
  const { answers } = await askedEach(
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
export function grantedPermissions(mine: Pick<MyPermissions, "resources">): Permission[] {
  return mine.resources.flatMap(({ name, granted }) =>
    (granted ?? []).map((action) => `${action}:${name}` as Permission),
  );
}

/** The same for each audience, where all its APIs are known: several may share one. */
export function grantedByAudience({
  resources,
}: Pick<MyPermissions, "resources">): Map<string, Permission[]> {
  const held = new Map<string, Permission[]>();
  for (const { audience } of resources) {
    const there = resources.filter((resource) => resource.audience === audience);
    const isKnown = there.every(({ granted }) => granted !== null);
    if (isKnown) held.set(audience, grantedPermissions({ resources: there }));
  }
  return held;
}

interface Asked<Answer> {
  answers: Map<string, Answer>;
  /** Why those failed that did. */
  failures: Map<string, Error>;
}

async function askedEach<Answer>(
  audiences: readonly string[],
  ask: Ask<Answer>,
): Promise<Asked<Answer>> {
  const answers = new Map<string, Answer>();
  const failures = new Map<string, Error>();
  const askOne = async (audience: string) => {
    try {
      answers.set(audience, await ask(audience));
    } catch (error) {
      failures.set(audience, error as Error);
    }
  };
  await Promise.all([...new Set(audiences)].map(askOne));
  return { answers, failures };
}
