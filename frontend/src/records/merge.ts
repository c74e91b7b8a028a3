/** Brings together what two people made of the same record: what it was, what each made of it, and
 * where somebody has to decide. */

type Value = string | string[];

/** A form holds texts and lists of texts; the feature turns them into what its API takes. */
export type FormValues = Record<string, Value>;

/** `whole`: a list is one value, such as a cast in its order. `each`: a list is a set of ticks, and
 * every tick is a matter of its own. */
export type Lists = "whole" | "each";

export interface Merge<Fields extends FormValues> {
  /** Both changes in one; what is mine where both changed the same. */
  fields: Fields;
  /** What both changed, and not to the same value. */
  disputed: (keyof Fields & string)[];
  /** What the other alone changed. */
  theirs: (keyof Fields & string)[];
}

export function merge<Fields extends FormValues>(
  base: Fields,
  mine: Fields,
  theirs: Fields,
  lists: Lists,
): Merge<Fields> {
  const result: Merge<Fields> = { fields: { ...mine }, disputed: [], theirs: [] };
  for (const name of Object.keys(mine) as (keyof Fields & string)[]) {
    const [was, own, other] = [base[name], mine[name], theirs[name]] as [Value, Value, Value];
    if (isSameValue(was, other, lists) || isSameValue(own, other, lists)) continue;
    if (isSameValue(was, own, lists)) {
      result.fields[name] = other as Fields[typeof name];
      result.theirs.push(name);
    } else if (lists === "each" && isList(was) && isList(own) && isList(other)) {
      result.fields[name] = withTicks(was, own, other) as Fields[typeof name];
      result.theirs.push(name);
    } else {
      result.disputed.push(name);
    }
  }
  return result;
}

export function isSame(one: FormValues, other: FormValues, lists: Lists): boolean {
  return Object.keys(one).every((name) =>
    isSameValue(one[name] as Value, other[name] as Value, lists),
  );
}

/** Spaces around a text are no change, for the server drops them. */
function isSameValue(one: Value, other: Value, lists: Lists): boolean {
  return plain(one, lists) === plain(other, lists);
}

function plain(value: Value, lists: Lists): string {
  if (!isList(value)) return value.trim();
  return JSON.stringify(lists === "each" ? [...value].sort() : value);
}

/** Their ticks, with mine set and taken away. */
function withTicks(was: string[], own: string[], other: string[]): string[] {
  const set = own.filter((name) => !was.includes(name) && !other.includes(name));
  return [...other.filter((name) => own.includes(name) || !was.includes(name)), ...set];
}

function isList(value: Value): value is string[] {
  return Array.isArray(value);
}
