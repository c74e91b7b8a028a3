/** What the address of the list says: what to look for, and in which order. */
import { numberIn, oneOf, textIn } from "@/records/searchParams";

const FIELDS = ["title", "year", "average_rating", "ratings_count"] as const;
type Field = (typeof FIELDS)[number];
const ORDERINGS = FIELDS.flatMap((field): (Field | `-${Field}`)[] => [field, `-${field}`]);

export interface BookSearch {
  search?: string | undefined;
  language?: string | undefined;
  year_from?: number | undefined;
  year_to?: number | undefined;
  rating_from?: number | undefined;
  ordering?: Field | `-${Field}` | undefined;
}

export function bookSearch(raw: Record<string, unknown>): BookSearch {
  return {
    search: textIn(raw.search),
    language: textIn(raw.language),
    year_from: numberIn(raw.year_from),
    year_to: numberIn(raw.year_to),
    rating_from: numberIn(raw.rating_from),
    ordering: oneOf(raw.ordering, ORDERINGS),
  };
}
