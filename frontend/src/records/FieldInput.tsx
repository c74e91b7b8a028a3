/** A field in a form, as its kind is best put in. */
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/ScrollArea.css";
import "@mantine/core/styles/Combobox.css";
import "@mantine/core/styles/Pill.css";
import "@mantine/core/styles/PillsInput.css";
import { t } from "@lingui/core/macro";
import { NativeSelect, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import { type Field, type Kind, wordsOf } from "./fields";

const TYPES: Partial<Record<Kind, string>> = { url: "url", email: "email", date: "date" };
const KEYBOARDS: Partial<Record<Kind, "numeric" | "decimal">> = {
  year: "numeric",
  integer: "numeric",
  number: "decimal",
  decimal: "decimal",
};
const NARROW = { wrapper: { maxWidth: "14rem" } };

interface Props {
  field: Field;
  input: GetInputPropsReturnType;
  /** Takes the width of the form: a title, or a text of several lines. */
  isWide: boolean;
}

export function FieldInput({ field, input, isWide }: Props) {
  const { kind, label, hint, required, short, negative, show } = field;
  const value = String(input.value ?? "");
  const meaning = kind === "line" && show ? show(value) : value;
  const props = {
    label,
    // "eng: English" while a code is typed.
    description: meaning === value ? hint : `${value}: ${meaning}`,
    required: Boolean(required),
    // Fields side by side begin at one height, whatever is said of them.
    inputWrapperOrder: [
      "label" as const,
      "input" as const,
      "description" as const,
      "error" as const,
    ],
    wrapperProps: { "data-half": !isWide || undefined },
    ...input,
  };
  const keyboard = KEYBOARDS[kind];
  if (kind === "text") return <Textarea {...props} autosize minRows={6} />;
  if (kind === "boolean")
    return <NativeSelect {...props} data={[...wordsOf(field)]} styles={NARROW} />;
  if (kind === "list") {
    return (
      // A comma may be part of a name.
      <TagsInput
        {...props}
        description={hint ?? t`Press Enter after each one.`}
        splitChars={[]}
        // What is typed next goes on beside the last, where there is room at all.
        styles={{ inputField: { minWidth: "2rem" } }}
        acceptValueOnBlur
        clearable={false}
      />
    );
  }
  return (
    <TextInput
      {...props}
      type={TYPES[kind] ?? "text"}
      // The keyboard for numbers of some phones has no minus.
      inputMode={negative ? "text" : keyboard}
      autoComplete="off"
      {...((short || keyboard || kind === "date") && { styles: NARROW })}
    />
  );
}
