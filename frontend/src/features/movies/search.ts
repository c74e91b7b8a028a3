/** What the address of the list says: what to look for, and in which order. */
import { numberIn, oneOf, textIn } from "@/records/searchParams";

const ORDERINGS = ["title", "-title", "year", "-year"] as const;

export interface MovieSearch {
  search?: string | undefined;
  genre?: string | undefined;
  year_from?: number | undefined;
  year_to?: number | undefined;
  ordering?: (typeof ORDERINGS)[number] | undefined;
}

export function movieSearch(raw: Record<string, unknown>): MovieSearch {
  return {
    search: textIn(raw.search),
    genre: textIn(raw.genre),
    year_from: numberIn(raw.year_from),
    year_to: numberIn(raw.year_to),
    ordering: oneOf(raw.ordering, ORDERINGS),
  };
}
