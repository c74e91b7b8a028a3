/** How a change of a record says its fields: as the record's own page has them. */
import type { DifferenceWords } from "./Differences";
import { type Field, showValue } from "./fields";
import type { Resource } from "./resource";

export function recordWords({ fields }: Resource): DifferenceWords {
  const fieldOf = (name: string): Field =>
    (fields as Record<string, Field>)[name] ?? { kind: "line", label: name.replaceAll("_", " ") };
  return {
    field: (name) => fieldOf(name).label,
    value: (name, value) => showValue(fieldOf(name), value),
    item: (name, { text }) => showValue(fieldOf(name), [text]),
  };
}
