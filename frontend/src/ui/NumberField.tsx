/** A number as a filter. What is no number is marked, and filters nothing. */
import { TextInput } from "@mantine/core";
import { numberIn } from "@/api/search";
import { useDebouncedText } from "./useDebouncedText";

interface Props {
  label: string;
  placeholder: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

export function NumberField({ label, placeholder, value, onChange }: Props) {
  const [text, setText] = useDebouncedText(value === undefined ? "" : String(value), (next) =>
    onChange(numberIn(next)),
  );
  const isWrong = text.trim() !== "" && numberIn(text) === undefined;
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      inputMode="numeric"
      w="4.75rem"
      value={text}
      error={isWrong}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
