import { describe, expect, it, vi } from "vitest";
import { accessOf, PEOPLE, permissionsOf } from "@/testing/people";
import { CONFIG } from "@/testing/visit";
import { grantedPermissions, mergeAccess, mergePermissions } from "./mergePermissions";
import type { MyAccess, MyPermissions } from "./types";

const MOVIES = "https://movies.usher.example/";
const BOOKS = "https://books.usher.example/";

// Two APIs are enough to be told apart.
const TWO = ["movies", "books"];
const everything = permissionsOf(PEOPLE.alfred) as MyPermissions;
const resources = everything.resources.filter(({ name }) => TWO.includes(name));
const alfred: MyPermissions = { ...everything, resources };

/** What the site says to a token for these audiences, when it has no directory. */
function knowing(...audiences: string[]): MyPermissions {
  const resources = alfred.resources.map((resource) =>
    audiences.includes(resource.audience) ? resource : { ...resource, granted: null },
  );
  return { ...alfred, permissions: [], resources };
}

describe("what I hold, without a directory", () => {
  it("is asked with each API's own token, and put together", async () => {
    const whole = await mergePermissions(knowing(), async (audience) => knowing(audience));
    expect(whole.resources).toEqual(alfred.resources);
    expect(grantedPermissions(whole).sort()).toEqual([...alfred.permissions].sort());
  });

  it("takes from an API's answer what concerns that API, and nothing else", async () => {
    const whole = await mergePermissions(knowing(), async () => knowing(BOOKS));
    expect(whole.resources.map(({ granted }) => granted)).toEqual([
      null,
      ["list", "read", "write"],
    ]);
  });

  it("is known for the other API where one fails: the menu is not empty", async () => {
    const whole = await mergePermissions(knowing(), async (audience) => {
      if (audience === MOVIES) throw new Error("offline");
      return knowing(audience);
    });
    expect(grantedPermissions(whole)).toEqual(["list:books", "read:books", "write:books"]);
    expect(whole.failures).toEqual({ movies: new Error("offline"), books: undefined });
  });

  it("is not asked again where the first answer says it", async () => {
    const ask = vi.fn(async () => alfred);
    expect(await mergePermissions(alfred, ask)).toEqual(alfred);
    expect(ask).not.toHaveBeenCalled();
  });
});

describe("where my permissions come from, without a directory", () => {
  const all = accessOf(PEOPLE.alfred) as MyAccess;
  const permissions = all.permissions.filter(({ resource }) => TWO.includes(resource));
  const whole: MyAccess = { ...all, permissions };
  const about = (...resources: string[]): MyAccess => ({
    ...whole,
    permissions: whole.permissions.map((entry) =>
      resources.includes(entry.resource) ? entry : { ...entry, held: null },
    ),
  });

  it("is put together likewise, one question for each API", async () => {
    const ask = vi.fn(async (audience: string) => about(audience === MOVIES ? "movies" : "books"));
    expect(await mergeAccess(about(), CONFIG.audiences, ask)).toEqual(whole);
    expect(ask.mock.calls).toEqual([[MOVIES], [BOOKS]]);
  });

  it("stays unknown for the API that fails", async () => {
    const ask = async (audience: string) => {
      if (audience === BOOKS) throw new Error("offline");
      return about("movies");
    };
    expect(await mergeAccess(about(), CONFIG.audiences, ask)).toEqual(about("movies"));
  });
});
