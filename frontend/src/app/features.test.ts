import { describe, expect, it } from "vitest";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { menuFor } from "./features";

const labels = (mine: ReturnType<typeof permissionsOf>) => menuFor(mine).map(({ label }) => label);

describe("the menu", () => {
  it("follows the order in which the server declares its resources", () => {
    const batman = permissionsOf(PEOPLE.batman);
    const own = ["My access", "How it works"];
    const all = ["Movies", "Books", "People", "Roles", "Access map", "Audit trail", ...own];
    expect(labels(batman)).toEqual(all);
    const resources = batman.resources.toReversed();
    const turned = ["Audit trail", "Roles", "People", "Access map", "Books", "Movies", ...own];
    expect(labels({ ...batman, resources })).toEqual(turned);
  });

  it("has no place that needs a permission somebody lacks", () => {
    expect(labels(permissionsOf(PEOPLE.joker))).toEqual(["My access", "How it works"]);
  });
});
