/** A search that follows the typing, a moment behind. */
import { TextInput } from "@mantine/core";
import { SearchIcon } from "@/ui/icons";
import { useDebouncedText } from "@/ui/useDebouncedText";

interface Props {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function SearchFilter({ label, value, onChange }: Props) {
  const [text, setText] = useDebouncedText(value ?? "", (next) => onChange(next || undefined));
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={`${label}…`}
      leftSection={<SearchIcon />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
