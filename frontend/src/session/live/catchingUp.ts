/** Brings the tokens up to date with what the directory says, once for each of its versions. */

import type { Permission } from "@/api/permission";
import { Unreachable } from "@/api/problem";
import { heldAtEveryApi } from "@/session/everyApi";
import type { Mine } from "@/session/mine";
import type { TokenMemory } from "@/session/tokenMemory";
import { BEHIND_MS } from "./asking";

interface Options {
  /** The audience of the login, whose token tells what is held. */
  audience: string;
  /** Those of the APIs that demand tokens of their own. */
  apiAudiences: readonly string[];
  tokens: Pick<TokenMemory, "renew" | "outdate">;
  /** Called when a new token has come, so that it is asked what it opens. */
  onRenewed: () => void;
  /** Called with what the issuer leaves out of a new token although it is held. */
  onLeftOut: (names: Permission[]) => void;
  /** Called when the directory's answer is another than before. */
  onNewVersion: (mine: Mine) => void;
}

type Renewal = "none" | "underWay" | "done";

/** Answers what to call after every answer, also one that brought nothing new. */
export function createCatchingUp(options: Options): (mine: Mine) => void {
  const { audience, apiAudiences, tokens, onRenewed, onLeftOut, onNewVersion } = options;
  let last: Mine | null = null;
  let renewal = "none" as Renewal;
  let failedAt = Number.NEGATIVE_INFINITY;

  function drop(audiences: Iterable<string>): void {
    for (const api of audiences) {
      if (apiAudiences.includes(api)) tokens.outdate(api);
    }
  }

  async function renew(version: Mine["version"]): Promise<void> {
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
function gainedAt(before: Mine, now: Mine): Set<string> {
  const had = new Set(heldAtEveryApi(before));
  const gained = heldAtEveryApi(now).filter((name) => !had.has(name));
  const resources = now.resources.filter(({ name: resource }) =>
    gained.some((name) => name.endsWith(`:${resource}`)),
  );
  return new Set(resources.map(({ audience }) => audience));
}

function leftOutOf(mine: Mine): Permission[] {
  return heldAtEveryApi(mine).filter((name) => !mine.permissions.includes(name));
}
