/** A day and a time, in the picker that the person's own computer or phone draws. */
import { TextInput } from "@mantine/core";
import { useId } from "react";
import { useDebouncedText } from "@/ui/useDebouncedText";
import classes from "./AuditFilters.module.css";

interface Props {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function DateTimeField({ label, value, onChange }: Props) {
  const id = useId();
  const [text, setText] = useDebouncedText(value ?? "", (next) => onChange(next || undefined));
  return (
    <div className={classes.moment}>
      <label htmlFor={id}>{label}</label>
      <TextInput
        id={id}
        type="datetime-local"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </div>
  );
}
