/** What differs between the two states that a change keeps, field by field. */
import type { Change } from "./useChanges";

/** What something was like: a name, a list of names, or yes and no, by what it is about. */
export type State = NonNullable<Change["before"]>;

/** A member of a list: a ticket, a role by its id and name, or a word. */
export interface Item {
  text: string;
  /** Of a role: where its page is. */
  id?: string;
}

export type Difference =
  | { field: string; kind: "items"; removed: Item[]; added: Item[] }
  | { field: string; kind: "value"; before: unknown; after: unknown };

/** What people look at last. */
const FOR_PROGRAMS = new Set(["sha256"]);

export function differencesOf({ before, after }: Pick<Change, "before" | "after">): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const last = fields.filter((field) => FOR_PROGRAMS.has(field));
  const first = fields.filter((field) => !FOR_PROGRAMS.has(field));
  return [...first, ...last].flatMap((field) => differenceOf(field, before, after));
}

function differenceOf(field: string, before: State | null, after: State | null): Difference[] {
  const [was, is] = [before?.[field], after?.[field]];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (isNothing(was) && isNothing(is)) return [];
  if (isSet(field, was) || isSet(field, is)) {
    const [old, now] = [itemsOf(was), itemsOf(is)];
    const [removed, added] = [without(old, now), without(now, old)];
    // Where only the order changed, or a name, nothing came or went: then both are told.
    if (removed.length + added.length > 0) return [{ field, kind: "items", removed, added }];
  }
  return [{ field, kind: "value", before: was, after: is }];
}

/** One ticket is told of as a list of them is. */
function isSet(field: string, value: unknown): boolean {
  return Array.isArray(value) || (field === "permission" && typeof value === "string");
}

function itemsOf(value: unknown): Item[] {
  if (isNothing(value)) return [];
  return (Array.isArray(value) ? value : [value]).map((item) =>
    isNamed(item) ? { text: item.name, id: String(item.id) } : { text: valueText(item) },
  );
}

function without(items: readonly Item[], others: readonly Item[]): Item[] {
  const keys = new Set(others.map(keyOf));
  return items.filter((item) => !keys.has(keyOf(item)));
}

function keyOf({ text, id }: Item): string {
  return id ?? text;
}

export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** A role is told of by its id and by what it was called then. */
function isNamed(value: unknown): value is { id: string | number; name: string } {
  return typeof value === "object" && value !== null && "id" in value && "name" in value;
}

export function valueText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
