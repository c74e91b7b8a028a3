/** The form of a record, from the table of its fields. */

import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { FieldInput } from "./FieldInput";
import { type Field, type Fields, type FieldTable, fromInput, inputError, toInput } from "./fields";
import type { FormValues } from "./merge";

/** How records are written down in a form. */
export interface Editing<Full, Body, Values extends FormValues = FormValues> {
  labels: Record<keyof Values & string, string>;
  empty: Values;
  valuesOf: (record: Full) => Values;
  check: (values: Values) => Partial<Record<keyof Values, string>>;
  bodyOf: (values: Values) => Body;
  inputs: (form: UseFormReturnType<Values>) => ReactNode;
}

export function editingOf<Body>(table: FieldTable<Body>): Editing<object, Body>;
export function editingOf(fields: Fields): Editing<object, never>;
export function editingOf(fields: Fields): Editing<object, object> {
  const entries = Object.entries(fields);
  const wide = wideOf(entries);
  const valuesOf = (record: object) =>
    Object.fromEntries(
      entries.map(([name, field]) => [name, toInput(field, Reflect.get(record, name))]),
    );
  return {
    labels: Object.fromEntries(entries.map(([name, { label }]) => [name, label])),
    empty: valuesOf({}),
    valuesOf,
    check: (values) =>
      Object.fromEntries(
        entries.flatMap(([name, field]) => {
          const error = inputError(field, values[name]);
          return error ? [[name, error]] : [];
        }),
      ),
    bodyOf: (values) =>
      Object.fromEntries(entries.map(([name, field]) => [name, fromInput(field, values[name])])),
    inputs: (form) =>
      inOrder(entries).map(([name, field]) => (
        <FieldInput
          key={name}
          field={field}
          input={form.getInputProps(name)}
          isWide={wide.has(name)}
        />
      )),
  };
}

/** The first field, texts of several lines, and who would stand alone in the last line of two. */
function wideOf([first, ...others]: [string, Field][]): Set<string> {
  const short = others.filter(([, { kind }]) => kind !== "text");
  const long = others.filter(([, { kind }]) => kind === "text");
  const alone = short.length % 2 ? short.slice(-1) : [];
  return new Set([...(first ? [first] : []), ...long, ...alone].map(([name]) => name));
}

/** Texts of several lines come last: what is short stands side by side, without holes between. */
function inOrder(entries: [string, Field][]): [string, Field][] {
  const isText = ([, { kind }]: [string, Field]) => Number(kind === "text");
  return entries.toSorted((one, other) => isText(one) - isText(other));
}
