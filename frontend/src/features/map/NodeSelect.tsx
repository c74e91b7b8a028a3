/** Chooses a person, a role, a permission or an API by its name; the picture needs no picker. */
import { NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import { TITLES } from "./format";
import { type AccessData, graphOf, KINDS, type Kind } from "./graph";
import type { MapSearch } from "./search";

interface Props {
  facts: AccessData;
  search: MapSearch;
  onChange: (changes: MapSearch) => void;
}

export function NodeSelect({ facts, search: { kind, id }, onChange }: Props) {
  const { nodes } = useMemo(() => graphOf(facts), [facts]);
  const groups = KINDS.map((each) => ({
    group: TITLES[each],
    items: nodes
      .filter((node) => node.kind === each)
      .map((node) => ({ value: `${each} ${node.id}`, label: node.label })),
  }));
  const choose = (value: string) => {
    const [chosen, ...rest] = value.split(" ");
    onChange(
      chosen ? { kind: chosen as Kind, id: rest.join(" ") } : { kind: undefined, id: undefined },
    );
  };
  return (
    <NativeSelect
      aria-label="What hangs together with"
      data={[{ value: "", label: "Everything" }, ...groups]}
      value={kind && id ? `${kind} ${id}` : ""}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
