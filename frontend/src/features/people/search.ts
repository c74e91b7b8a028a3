/** What the address of the list says: whom to look for. */
import { textIn } from "@/records/searchParams";

export interface PeopleSearch {
  search?: string | undefined;
  role?: string | undefined;
  /** The list has one order only. */
  ordering?: undefined;
}

export function peopleSearch(raw: Record<string, unknown>): PeopleSearch {
  return { search: textIn(raw.search), role: textIn(raw.role) };
}
