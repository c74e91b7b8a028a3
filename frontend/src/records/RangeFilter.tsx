/** From a number to another. */
import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { formatYear } from "@/ui/format";
import { useDebouncedText } from "@/ui/useDebouncedText";
import type { Search } from "./collection";
import { FilterPair } from "./FilterBar";
import { numberIn } from "./searchParams";

interface Props {
  name: string;
  label: string;
  /** The least and the greatest there is, as a hint of what can be found. */
  first: string;
  last: string;
  search: Search;
  onChange: (changes: Search) => void;
}

export function RangeFilter({ name, label, first, last, search, onChange }: Props) {
  const end = (parameter: string) => ({
    value: search[parameter],
    onChange: (value: number | undefined) => onChange({ [parameter]: value }),
  });
  return (
    <FilterPair>
      {/* Each end says its label to who listens. */}
      <span aria-hidden="true">{label}</span>
      <End {...end(`${name}_from`)} label={t`${label} from`} placeholder={first || t`from`} />
      –
      <End {...end(`${name}_to`)} label={t`${label} to`} placeholder={last || t`to`} />
    </FilterPair>
  );
}

interface EndProps {
  label: string;
  placeholder: string;
  value: string | number | undefined;
  onChange: (value: number | undefined) => void;
}

/** What is no number stays to be mended, and changes nothing until then. */
function End({ label, placeholder, value, onChange }: EndProps) {
  const [text, setText] = useDebouncedText(String(value ?? ""), (next) => {
    if (!isWrong(next)) onChange(yearOrNumber(next));
  });
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      inputMode="numeric"
      w="5.5rem"
      value={text}
      error={isWrong(text)}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function isWrong(text: string): boolean {
  return text.trim() !== "" && yearOrNumber(text) === undefined;
}

/** A number, or a year before our era as the placeholder says it. */
function yearOrNumber(text: string): number | undefined {
  const before = Number.parseInt(text, 10);
  if (before > 0 && formatYear(-before).toLowerCase() === text.trim().toLowerCase()) return -before;
  return numberIn(text);
}
