import { i18n } from "@lingui/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Field, type FieldTable, fromInput, inputError, showValue, toInput } from "./fields";

/** As the OpenAPI document would type a resource. */
interface Body {
  title: string;
  year: number;
  pages?: number;
  length?: number | null;
  tags?: string[];
  lent?: boolean;
  price?: string | null;
  cover?: string;
}
interface Row {
  id: number;
  title: string;
  year: number;
}
interface Query {
  ordering?: "title" | "-title";
  year_from?: number;
  year_to?: number;
  tag?: string;
}
interface Summary {
  total: number;
  tags: { name: string; count: number }[];
}
type Table = FieldTable<Body, Row, Query, Summary>;

const TABLE: Table = {
  title: { kind: "line", label: "Title", required: true, column: true, sortable: true },
  year: { kind: "year", label: "Year", required: "Say when.", column: true, filter: "range" },
  pages: { kind: "integer", label: "Pages", empty: 0 },
  length: { kind: "number", label: "Length" },
  tags: {
    kind: "list",
    label: "Tags",
    filter: { parameter: "tag", all: "All tags", choices: "tags" },
  },
  lent: { kind: "boolean", label: "Lent" },
  price: { kind: "decimal", label: "Price" },
  cover: { kind: "url", label: "Cover" },
};

it("says a day in the language of the page", () => {
  const { locale } = i18n;
  onTestFinished(() => i18n.activate(locale));
  i18n.activate("de");
  expect(showValue({ kind: "date", label: "Day" }, "2026-11-29")).toBe("29. November 2026");
});

describe("a table of fields does not compile", () => {
  it("with a field that the API does not know", () => {
    // @ts-expect-error
    const table: Table = { ...TABLE, colour: { kind: "line", label: "Colour" } } satisfies Table;
    expect(table).toHaveProperty("colour");
  });

  it("without one that the API takes", () => {
    const { cover: _cover, ...rest } = TABLE;
    // @ts-expect-error
    const table: Table = rest;
    expect(table).not.toHaveProperty("cover");
  });

  it("where what the API wants may be left empty", () => {
    // @ts-expect-error
    const title: Table["title"] = { kind: "line", label: "Title" };
    // @ts-expect-error
    const pages: Table["pages"] = { kind: "integer", label: "Pages" };
    expect([title, pages]).toHaveLength(2);
  });

  it("with a kind that does not fit the field's type", () => {
    // @ts-expect-error
    const title: Table["title"] = { kind: "integer", label: "Title", required: true };
    // @ts-expect-error
    const year: Table["year"] = { kind: "line", label: "Year", required: true };
    // @ts-expect-error
    const tags: Table["tags"] = { kind: "text", label: "Tags" };
    // @ts-expect-error
    const lent: Table["lent"] = { kind: "list", label: "Lent" };
    expect([title, year, tags, lent]).toHaveLength(4);
  });

  it("with a column, an order or a filter that the list has not", () => {
    // @ts-expect-error
    const cover: Table["cover"] = { kind: "url", label: "Cover", column: true };
    // @ts-expect-error
    const year: Table["year"] = { kind: "year", label: "Year", required: true, sortable: true };
    // @ts-expect-error
    const pages: Table["pages"] = { kind: "integer", label: "Pages", empty: 0, filter: "range" };
    const filter = { parameter: "colour", all: "All", choices: "tags" } as const;
    // @ts-expect-error
    const tags: Table["tags"] = { kind: "list", label: "Tags", filter };
    expect([cover, year, pages, tags]).toHaveLength(4);
  });
});

describe("a field", () => {
  const field = (kind: Field["kind"], more: Partial<Field> = {}): Field => ({
    kind,
    label: "It",
    ...more,
  });

  it.each<[Field, unknown, string]>([
    [field("year"), -750, "750 BC"],
    [field("integer"), 36273, "36,273"],
    [field("boolean"), false, "no"],
    [field("boolean", { words: ["in", "out"] }), true, "in"],
    [field("date"), "2026-11-29", "November 29, 2026"],
    [field("list"), ["a", "b"], "a, b"],
    [field("decimal"), "4.50", "4.50"],
    [field("line"), null, ""],
  ])("%j says %j as %j", (each, value, words) => {
    expect(showValue(each, value)).toBe(words);
  });

  it.each<[Field, unknown]>([
    [field("year"), 1995],
    [field("year"), -750],
    [field("integer"), null],
    [field("number"), 4.5],
    [field("decimal"), "4.50"],
    [field("decimal"), null],
    [field("boolean"), true],
    [field("date"), "2026-11-29"],
    [field("date"), null],
    [field("list"), ["King, Jr."]],
    [field("text"), "One.\nTwo."],
    [field("line"), ""],
  ])("%j comes back from a form as it went in: %j", (each, value) => {
    expect(fromInput(each, toInput(each, value))).toEqual(value);
  });

  it("that is left empty is what its table says", () => {
    expect(fromInput(field("integer", { empty: 0 }), " ")).toBe(0);
  });

  it.each<[Field, string | string[], RegExp | undefined]>([
    [field("line", { required: true }), " ", /must be filled in/],
    [field("list", { required: "Name one." }), [], /^Name one\.$/],
    [field("year"), "soon", /such as 1995\.$/],
    [field("year", { negative: true }), "soon", /or 750 BC/],
    [field("integer"), "1.5", /whole number/],
    [field("number"), "much", /such as 4\.2/],
    [field("decimal"), "4.50", undefined],
    [field("email"), "robin", /name@place/],
    [field("year"), "", undefined],
  ])("%j with %j in it is found wrong as it should be", (each, input, sentence) => {
    const error = inputError(each, input);
    if (sentence) expect(error).toMatch(sentence);
    else expect(error).toBeUndefined();
  });
});
