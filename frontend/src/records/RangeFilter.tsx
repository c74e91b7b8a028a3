/** From a number to another. */
import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useDebouncedText } from "@/ui/useDebouncedText";
import type { Search } from "./collection";
import { FilterPair } from "./FilterBar";
import { type Field, fromInput, inputError, toInput } from "./fields";
import type { Range } from "./filters";
import { numberIn } from "./searchParams";

interface Props extends Range {
  search: Search;
  onChange: (changes: Search) => void;
}

/** As a hint of what can be found stand there the least and the greatest there is. */
export function RangeFilter({ name, label, kind, first, last, search, onChange }: Props) {
  const end = (parameter: string) => ({
    field: { kind, label },
    value: numberIn(search[parameter]),
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
  field: Field;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** What is no number stays to be mended, and changes nothing until then; a number stays as it was written. */
function End({ label, placeholder, field, value, onChange }: EndProps) {
  const [written, setWritten] = useState("");
  const meant = (text: string) => numberIn(fromInput(field, text));
  const isSame = meant(written) === value;
  const [text, setText] = useDebouncedText(
    isSame ? written : String(toInput(field, value ?? null)),
    (next) => {
      if (inputError(field, next)) return;
      setWritten(next);
      onChange(meant(next));
    },
  );
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      inputMode="numeric"
      w="6.5rem"
      value={text}
      error={inputError(field, text) !== undefined}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
