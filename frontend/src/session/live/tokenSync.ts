/** Brings the tokens up to date with what the directory says, once for each of its versions. */

import { grantedPermissions } from "@/session/mergePermissions";
import { Unreachable } from "@/session/problem";
import type { Tokens } from "@/session/tokens";
import type { MyPermissions, Permission } from "@/session/types";
import { BEHIND_MS } from "./polling";

interface Options {
  /** The audience of the login, whose token tells what is held. */
  audience: string;
  /** Those of the APIs that demand tokens of their own. */
  apiAudiences: readonly string[];
  tokens: Pick<Tokens, "renew" | "outdate">;
  /** Called when a new token has come, so that it is asked what it opens. */
  onRenewed: () => void;
  /** Called with what the issuer leaves out of a new token although it is held. */
  onLeftOut: (names: Permission[]) => void;
  /** Called when the directory's answer is another than before. */
  onNewVersion: (mine: MyPermissions) => void;
}

type Renewal = "none" | "underWay" | "done";

/** Answers what to call after every answer, also one that brought nothing new. */
export function createTokenSync(options: Options): (mine: MyPermissions) => void {
  const { audience, apiAudiences, tokens, onRenewed, onLeftOut, onNewVersion } = options;
  let last: MyPermissions | null = null;
  let renewal = "none" as Renewal;
  let failedAt = Number.NEGATIVE_INFINITY;

  function drop(audiences: Iterable<string>): void {
    for (const api of audiences) {
      if (apiAudiences.includes(api)) tokens.outdate(api);
    }
  }

  async function renew(version: MyPermissions["version"]): Promise<void> {
    renewal = "underWay";
    let result: Renewal = "done";
    try {
      await tokens.renew(audience);
      drop(apiAudiences);
    } catch (error) {
      // No answer at all is none; a refusal would be the same the next time.
      if (error instanceof Unreachable) result = "none";
      failedAt = Date.now();
    }
    // Another version has come meanwhile: what was fetched may be older than that.
    renewal = last?.version === version ? result : "none";
    if (result === "done") onRenewed();
  }

  return (mine) => {
    const before = last;
    last = mine;
    if (before && before.version !== mine.version) {
      if (renewal === "done") renewal = "none";
      failedAt = Number.NEGATIVE_INFINITY;
      // Where the directory alone counts, no token has to follow it.
      if (mine.source !== "live") drop(gainedAt(before, mine));
      onNewVersion(mine);
    }
    if (!mine.stale || mine.source === "live") return onLeftOut([]);
    if (renewal === "done") return onLeftOut(leftOutOf(mine));
    onLeftOut([]);
    if (renewal === "none" && Date.now() - failedAt >= BEHIND_MS) void renew(mine.version);
  };
}

/** The audiences at which more is held than before. Less needs no other token. */
function gainedAt(before: MyPermissions, now: MyPermissions): Set<string> {
  const had = new Set(grantedPermissions(before));
  const gained = grantedPermissions(now).filter((name) => !had.has(name));
  const resources = now.resources.filter(({ name: resource }) =>
    gained.some((name) => name.endsWith(`:${resource}`)),
  );
  return new Set(resources.map(({ audience }) => audience));
}

function leftOutOf(mine: MyPermissions): Permission[] {
  return grantedPermissions(mine).filter((name) => !mine.permissions.includes(name));
}
