/** A number as a filter. What is no number stays to be mended, and changes nothing until then. */
import { TextInput } from "@mantine/core";
import { useDebouncedText } from "@/ui/useDebouncedText";
import { numberIn } from "./searchParams";

interface Props {
  label: string;
  placeholder: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

export function NumberFilter({ label, placeholder, value, onChange }: Props) {
  const [text, setText] = useDebouncedText(value === undefined ? "" : String(value), (next) => {
    if (!isWrong(next)) onChange(numberIn(next));
  });
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      inputMode="numeric"
      w="4.75rem"
      value={text}
      error={isWrong(text)}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function isWrong(text: string): boolean {
  return text.trim() !== "" && numberIn(text) === undefined;
}
