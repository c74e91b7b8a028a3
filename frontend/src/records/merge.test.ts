import { describe, expect, it } from "vitest";
import { merge } from "./merge";

const HEAT = { title: "Heat", year: "1995", cast: ["Al Pacino", "Val Kilmer"] };

describe("two changes of one record", () => {
  it("go together where they are about different fields", () => {
    const mine = { ...HEAT, year: "1996" };
    const theirs = { ...HEAT, title: "Heat 2" };
    expect(merge(HEAT, mine, theirs, "whole")).toEqual({
      fields: { ...HEAT, title: "Heat 2", year: "1996" },
      disputed: [],
      theirs: ["title"],
    });
  });

  it("are disputed only where both changed the same field, and mine is kept until then", () => {
    const mine = { title: "Hot", year: "1996", cast: ["Al Pacino"] };
    const theirs = { title: "Heat 2", year: "1996", cast: ["Al Pacino", "Val Kilmer"] };
    expect(merge(HEAT, mine, theirs, "whole")).toEqual({
      fields: mine,
      disputed: ["title"],
      theirs: [],
    });
  });

  it("are no dispute where only spaces differ", () => {
    const mine = { ...HEAT, title: " Heat 2 " };
    const theirs = { ...HEAT, title: "Heat 2" };
    expect(merge(HEAT, mine, theirs, "whole").disputed).toEqual([]);
  });

  it("are disputed over the order of a list that is one value", () => {
    const mine = { ...HEAT, cast: ["Val Kilmer", "Al Pacino"] };
    const theirs = { ...HEAT, cast: ["Al Pacino"] };
    expect(merge(HEAT, mine, theirs, "whole").disputed).toEqual(["cast"]);
  });
});

describe("two changes of the same ticks", () => {
  it("go together, tick by tick", () => {
    const was = { permissions: ["list:movies", "read:movies"] };
    const mine = { permissions: ["list:movies", "edit:books"] };
    const theirs = { permissions: ["read:movies", "list:movies", "write:movies"] };
    const { fields, disputed, theirs: others } = merge(was, mine, theirs, "each");
    expect(fields.permissions).toEqual(["list:movies", "write:movies", "edit:books"]);
    expect(disputed).toEqual([]);
    expect(others).toEqual(["permissions"]);
  });

  it("bring nothing back that either took away", () => {
    const was = { permissions: ["a", "b", "c"] };
    const { fields } = merge(was, { permissions: ["a", "b"] }, { permissions: ["b", "c"] }, "each");
    expect(fields.permissions).toEqual(["b"]);
  });
});
