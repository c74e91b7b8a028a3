/** One of a few, in the picker that the person's own computer or phone draws. */
import { NativeSelect } from "@mantine/core";

interface Props {
  label: string;
  /** What the empty choice says. */
  all: string;
  choices: readonly { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  className?: string;
}

export function SelectFilter({ label, all, choices, value, onChange, className }: Props) {
  // A choice from the address may be none of ours; it is shown all the same, for it filters.
  const unknown = value && !choices.some((choice) => choice.value === value) ? [value] : [];
  return (
    <NativeSelect
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      data={[{ value: "", label: all }, ...choices, ...unknown]}
      {...(className && { className })}
    />
  );
}
