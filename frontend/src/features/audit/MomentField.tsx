/** A day and a time, in the picker that the person's own computer or phone draws. */
import { TextInput } from "@mantine/core";
import { useDebouncedText } from "@/ui/useDebouncedText";

interface Props {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function MomentField({ label, value, onChange }: Props) {
  const [text, setText] = useDebouncedText(value ?? "", (next) => onChange(next || undefined));
  return (
    <TextInput
      type="datetime-local"
      aria-label={label}
      title={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
