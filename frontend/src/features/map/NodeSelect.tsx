/** Chooses a person, a role, a permission or an API by its name; the picture needs no picker. */
import { t } from "@lingui/core/macro";
import { NativeSelect } from "@mantine/core";
import { type Ref, useMemo } from "react";
import { TITLES } from "./format";
import { type AccessData, graphOf, KINDS, type Kind, type Node } from "./graph";
import { EVERYTHING, type MapSearch } from "./search";

interface Props {
  ref: Ref<HTMLSelectElement>;
  facts: AccessData;
  chosen: Node | undefined;
  onChange: (changes: MapSearch) => void;
}

export function NodeSelect({ ref, facts, chosen, onChange }: Props) {
  const { nodes } = useMemo(() => graphOf(facts), [facts]);
  const groups = KINDS.map((each) => ({
    group: TITLES[each],
    items: nodes
      .filter((node) => node.kind === each)
      .map((node) => ({ value: `${each} ${node.id}`, label: node.label })),
  }));
  const choose = (value: string) => {
    const [kind, ...rest] = value.split(" ");
    onChange(kind ? { kind: kind as Kind, id: rest.join(" "), show: undefined } : EVERYTHING);
  };
  return (
    <NativeSelect
      ref={ref}
      aria-label={t`What hangs together with`}
      data={[{ value: "", label: t`Everything` }, ...groups]}
      value={chosen ? `${chosen.kind} ${chosen.id}` : ""}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
