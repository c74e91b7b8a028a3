/** Several names, each entered by Enter. A comma may be part of a name. */
import { TagsInput } from "@mantine/core";
import type { ComponentProps } from "react";

type Props = Pick<
  ComponentProps<typeof TagsInput>,
  | "label"
  | "required"
  | "description"
  | "error"
  | "value"
  | "defaultValue"
  | "onChange"
  | "onFocus"
  | "onBlur"
>;

export function NamesInput(props: Props) {
  return <TagsInput {...props} splitChars={[]} acceptValueOnBlur clearable={false} />;
}
