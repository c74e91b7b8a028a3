/** The fields of a record, as a resource declares them: one table for list, record, form and filters. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { formatCount, formatYear } from "@/ui/format";
import type { Search } from "./collection";

/** What the API holds in a field of each kind. */
interface Kinds {
  line: string;
  /** Several lines, and on the record's page paragraphs. */
  text: string;
  url: string;
  email: string;
  year: number;
  integer: number;
  number: number;
  /** A number that must stay exact, which JSON brings as a text. */
  decimal: string;
  boolean: boolean;
  /** A day, as 2026-11-29. */
  date: string;
  list: string[];
}
export type Kind = keyof Kinds;

export interface Choice {
  value: string;
  label: string;
  /** What it is called, where the label says how many there are. */
  words?: string;
}

/** A filter by one of a few: those the summary counts below a name, or those that are said. */
export interface ChoiceFilter<Parameter = string, Counts = string> {
  parameter: Parameter;
  /** What screen readers hear; the field's label where it is left out. */
  label?: string;
  /** What the empty choice says. */
  all: string;
  choices: Counts | readonly Choice[];
  /** What people call a value that the summary counts. */
  words?(value: string): string;
  /** Where the parameter is the least: the one for the greatest, and what both leave, in words. */
  upTo?: { parameter: Parameter; words(from: number | undefined, to: number | undefined): string };
}

/** A field of any resource. What a resource writes is a FieldTable, which knows its own types. */
export interface Field {
  kind: Kind;
  label: string;
  /** What its column and its line on the record's page are called, where that is not the label. */
  heading?: string;
  hint?: string;
  /** What is said where it is left empty, which it must not be. */
  required?: string | true;
  /** What is saved where it is left empty, if that is not null. */
  empty?: string | number;
  /** Whether a few letters fill it. */
  short?: true;
  /** Whether a number may be below zero. */
  negative?: true;
  /** What a link to the address says. */
  link?: string;
  /** What yes and no are called. */
  words?: readonly [yes: string, no: string];
  column?: true;
  /** Its column is left out where the summary counts none below this name. */
  columnCounts?: string;
  sortable?: true;
  /** Whether the list's search finds what is written here, so that each value leads to its likes. */
  searched?: true;
  /** "range": from a value to another. */
  filter?: "range" | ChoiceFilter;
  /** The value as people say it. */
  show?(value: unknown): string;
  /** The same with more room, on the record's own page and on a phone; empty to leave it out. */
  describe?(row: object): string;
}
export type Fields = Record<string, Field>;

type KindOf<Value> = {
  [Each in Kind]: [Value, Kinds[Each]] extends [Kinds[Each], Value] ? Each : never;
}[Kind];

/** An empty field becomes null where the API takes it, else it is said what becomes of it. Texts
 * and lists can be empty, unless the API wants them. */
type Filled<Value, IsOptional> = null extends Value
  ? { kind: KindOf<NonNullable<Value>>; required?: string | true }
  : IsOptional extends false
    ? { kind: KindOf<Value>; required: string | true }
    : NonNullable<Value> extends number
      ? { kind: KindOf<NonNullable<Value>> } & ({ required: string | true } | { empty: number })
      :
          | {
              kind: Exclude<KindOf<NonNullable<Value>>, "date" | "decimal">;
              required?: string | true;
            }
          | {
              kind: Extract<KindOf<NonNullable<Value>>, "date" | "decimal">;
              required: string | true;
            };

export type OrderingOf<Query> = Query extends { ordering?: infer Ordering } ? Ordering : never;
type FilterOf<Key extends string, Query, Summary> =
  | (`${Key}_from` | `${Key}_to` extends keyof Query ? "range" : never)
  | ChoiceFilter<
      keyof Query & string,
      {
        [Name in keyof Summary]: Summary[Name] extends { count: number }[] ? Name : never;
      }[keyof Summary]
    >;

/** Every field of what the API takes (Body), each of a kind that fits its type; as columns those of a
 * row, and sorted and filtered by what a list can be asked for (Query). */
export type FieldTable<Body, Row = object, Query = object, Summary = never> = {
  [Key in keyof Body & string]-?: Filled<
    Body[Key],
    Record<never, never> extends Pick<Body, Key> ? true : false
  > &
    Omit<
      Field,
      "kind" | "required" | "empty" | "column" | "sortable" | "filter" | "show" | "describe"
    > & {
      column?: Key extends keyof Row ? true : never;
      sortable?: Key extends OrderingOf<Query> ? true : never;
      filter?: FilterOf<Key, Query, Summary>;
      show?(value: NonNullable<Body[Key]>): string;
      describe?(row: Row): string;
    };
};

/** What the list is narrowed down to by one value of a field; null where that cannot be. */
export function searchFor(name: string, field: Field, value: string | number): Search | null {
  const { filter, kind, searched } = field;
  if (filter === "range" && kind === "year")
    return { [`${name}_from`]: value, [`${name}_to`]: value };
  if (typeof filter === "object" && typeof filter.choices === "string")
    return { [filter.parameter]: value };
  return searched ? { search: value } : null;
}

interface KindRules {
  /** What both orders mean: upwards, downwards. */
  directions: readonly [up: string, down: string];
  /** Most wanted first: numbers read best from the greatest down. */
  descendingFirst?: true;
  numeric?: true;
  /** Of a column. */
  width?: string;
}

const ALPHABETICAL: KindRules = { directions: [t`A to Z`, t`Z to A`] };
const IN_TIME: KindRules = {
  directions: [t`oldest first`, t`newest first`],
  descendingFirst: true,
  width: "6.5rem",
};
const IN_SIZE: KindRules = {
  directions: [t`lowest first`, t`highest first`],
  descendingFirst: true,
  numeric: true,
  width: "7rem",
};

export const KINDS: Record<Kind, KindRules> = {
  line: ALPHABETICAL,
  text: ALPHABETICAL,
  url: ALPHABETICAL,
  email: ALPHABETICAL,
  list: { ...ALPHABETICAL, width: "24%" },
  boolean: { directions: [t`no first`, t`yes first`], width: "6rem" },
  year: IN_TIME,
  date: { ...IN_TIME, width: "9rem" },
  integer: { ...IN_SIZE, directions: [t`fewest first`, t`most first`] },
  number: IN_SIZE,
  decimal: IN_SIZE,
};

const YES_NO = [t`yes`, t`no`] as const;

/** The value as people say it; empty where there is none. */
export function showValue(field: Field, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (field.show) return field.show(value);
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return wordsOf(field)[value ? 0 : 1];
  if (typeof value === "number")
    return field.kind === "year" ? formatYear(value) : formatCount(value);
  if (field.kind === "date") {
    return new Date(`${value}`).toLocaleDateString(i18n.locale, {
      dateStyle: "long",
      timeZone: "UTC",
    });
  }
  return String(value);
}

export function wordsOf({ words = YES_NO }: Field): readonly [yes: string, no: string] {
  return words;
}

/** The value as a form holds it. */
export function toInput(field: Field, value: unknown): string | string[] {
  if (field.kind === "list") return Array.isArray(value) ? value : [];
  if (field.kind === "boolean") return wordsOf(field)[value ? 0 : 1];
  if (field.kind === "year") return formatYear(value as number | null);
  return String(value ?? "");
}

/** What a form holds as the value that the API takes. */
export function fromInput(field: Field, input: string | string[] | undefined): unknown {
  if (typeof input !== "string") return input ?? [];
  switch (field.kind) {
    case "boolean":
      return input === wordsOf(field)[0];
    case "year":
      return yearIn(input);
    case "integer":
    case "number":
      return input.trim() ? Number(input) : (field.empty ?? null);
    case "decimal":
    case "date":
      return input.trim() || null;
    default:
      return input;
  }
}

/** What is wrong with an input, before the server is asked. */
export function inputError(field: Field, input: string | string[] | undefined): string | undefined {
  const text = (typeof input === "string" ? input : (input ?? []).join("")).trim();
  if (text) return PATTERNS[field.kind]?.test(text) === false ? wrongInWords(field) : undefined;
  return field.required === true ? t`This must be filled in.` : field.required;
}

/** "750 BC" as people write it, in English or as the page does; or -750 as the API does. */
const YEAR = /^(-?)(\d+)\s*(BCE?|v\.?\s?(?:Chr|u\.?\s?Z)\.?)?$/i;

function yearIn(input: string): number | null {
  const [, minus, digits, before] = input.trim().match(YEAR) ?? [];
  if (digits === undefined) return null;
  return minus || before ? -Number(digits) : Number(digits);
}

const WHOLE = /^-?\d+$/;
const DECIMAL = /^-?(\d+\.?\d*|\.\d+)$/;
const PATTERNS: Partial<Record<Kind, RegExp>> = {
  year: YEAR,
  integer: WHOLE,
  number: DECIMAL,
  decimal: DECIMAL,
  email: /^\S+@\S+$/,
};

function wrongInWords({ kind, negative }: Field): string {
  if (kind === "email") return t`Write the address as name@place, such as robin@usher.example.`;
  if (kind === "integer") return t`Write it as a whole number.`;
  if (kind !== "year") return t`Write it as a number, such as 4.2.`;
  return negative
    ? t`Write the year as a number, such as 1995 or 750 BC.`
    : t`Write the year as a number, such as 1995.`;
}
