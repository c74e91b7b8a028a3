/** What each list was last narrowed down to, so that the way back from a record leads there. */

import type { Search } from "./collection";

const searches = new Map<string, Search>();

export function rememberSearch(list: string, search: Search): void {
  searches.set(list, search);
}

export function lastSearch(list: string): Search {
  return searches.get(list) ?? {};
}

export function clearSearches(): void {
  searches.clear();
}
