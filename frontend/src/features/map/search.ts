/** What the address of the map says: whom to look for, what to keep, and in which form. */
import { oneOf, textIn } from "@/records/searchParams";
import { KINDS, type Kind } from "./graph";

export interface MapSearch {
  search?: string | undefined;
  /** What was chosen: only what hangs together with it is shown. */
  kind?: Kind | undefined;
  id?: string | undefined;
  /** Everything; without it and without a choice it starts from who looks. */
  show?: "all" | undefined;
  view?: "picture" | "table" | undefined;
}

export function mapSearch(raw: Record<string, unknown>): MapSearch {
  const kind = oneOf(raw.kind, KINDS);
  const id = textIn(raw.id);
  return {
    search: textIn(raw.search),
    ...(kind && id && { kind, id }),
    show: oneOf(raw.show, ["all"] as const),
    view: oneOf(raw.view, ["picture", "table"] as const),
  };
}

/** Nothing chosen, and not who looks either. */
export const EVERYTHING: MapSearch = { kind: undefined, id: undefined, show: "all" };
