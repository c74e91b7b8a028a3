/** What each list was last narrowed down to, so that the way back from a record leads there. */

const searches = new Map<string, object>();

export function rememberSearch(list: string, search: object): void {
  searches.set(list, search);
}

export function lastSearch<Search extends object>(list: string): Search {
  return (searches.get(list) ?? {}) as Search;
}

export function clearSearches(): void {
  searches.clear();
}
