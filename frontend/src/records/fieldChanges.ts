/** What a change of a record took and gave, field by field, in the record's own words. */
import { type Field, type Fields, showValue } from "./fields";

export interface FieldChange {
  label: string;
  /** Empty where nothing was there, or nothing of a list went. */
  taken: string;
  given: string;
}

export function fieldChanges(fields: Fields, before: object, after: object): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => {
    const [was, is]: [unknown, unknown] = [Reflect.get(before, name), Reflect.get(after, name)];
    const field: Field = fields[name] ?? { kind: "line", label: name.replaceAll("_", " ") };
    const say = (value: unknown) => showValue(field, value);
    return { label: field.label, taken: say(without(was, is)), given: say(without(is, was)) };
  });
}

/** Of a list what the other lacks; anything else is a value as a whole. */
function without(value: unknown, other: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(other)) return value;
  return value.filter((each) => !other.includes(each));
}
