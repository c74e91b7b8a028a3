/** A search that follows the typing, a moment behind. */
import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { SearchIcon } from "@/ui/icons";
import { useDebouncedText } from "@/ui/useDebouncedText";
import { useIsDesktop } from "./ResultList";

interface Props {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

export function SearchFilter({ label, value, onChange }: Props) {
  const isDesktop = useIsDesktop();
  const [text, setText] = useDebouncedText(value ?? "", (next) => onChange(next || undefined));
  return (
    <TextInput
      type="search"
      aria-label={label}
      // A phone has no room for what is searched.
      placeholder={isDesktop ? `${label}…` : t`Search…`}
      leftSection={<SearchIcon />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
