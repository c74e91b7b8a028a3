/** What a list can be narrowed down by, and what it is narrowed down by now, in words. */
import { t } from "@lingui/core/macro";
import type { Search } from "./collection";
import type { Chip } from "./FilterChips";
import type { Choice } from "./fields";

export interface Filters {
  choices?: readonly {
    parameter: string;
    label: string;
    all: string;
    choices: readonly Choice[];
  }[];
  ranges?: readonly { name: string; label: string; first: string; last: string }[];
  /** What else an address may say, in words. */
  others?: Readonly<Record<string, (value: string) => string>>;
}

export function chipsOf({ choices = [], ranges = [], others = {} }: Filters, search: Search) {
  const chips: Chip[] = [];
  const add = (label: string, ...parameters: string[]) =>
    chips.push({ label, without: Object.fromEntries(parameters.map((each) => [each, undefined])) });
  if (search.search !== undefined) add(`“${search.search}”`, "search");
  for (const { parameter, label, choices: known } of choices) {
    const value = search[parameter];
    if (value === undefined) continue;
    const choice = known.find((each) => each.value === String(value));
    const words = choice?.words ?? String(value);
    add(choice && !choice.words ? choice.label : t`${label}: ${words}`, parameter);
  }
  for (const { name, label } of ranges) {
    const [from, to] = [search[`${name}_from`], search[`${name}_to`]];
    const parameters = [`${name}_from`, `${name}_to`];
    if (from !== undefined && to !== undefined) add(t`${label}: ${from} to ${to}`, ...parameters);
    else if (from !== undefined) add(t`${label}: ${from} and later`, ...parameters);
    else if (to !== undefined) add(t`${label}: up to ${to}`, ...parameters);
  }
  for (const [parameter, words] of Object.entries(others)) {
    if (search[parameter] !== undefined) add(words(String(search[parameter])), parameter);
  }
  return chips;
}
