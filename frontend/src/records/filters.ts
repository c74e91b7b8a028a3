/** What a list can be narrowed down by, and what it is narrowed down by now, in words. */
import { t } from "@lingui/core/macro";
import type { Search } from "./collection";
import type { Chip } from "./FilterChips";
import { type Choice, type ChoiceFilter, type Kind, showValue } from "./fields";
import { numberIn } from "./searchParams";

export interface Filters {
  choices?: readonly OneOf[];
  ranges?: readonly Range[];
}

export interface OneOf extends Pick<ChoiceFilter, "parameter" | "all" | "upTo"> {
  label: string;
  choices: readonly Choice[];
}

export interface Range {
  name: string;
  label: string;
  kind: Kind;
  first: string;
  last: string;
}

export function chipsOf({ choices = [], ranges = [] }: Filters, search: Search) {
  const chips: Chip[] = [];
  const add = (label: string, ...parameters: string[]) =>
    chips.push({ label, without: Object.fromEntries(parameters.map((each) => [each, undefined])) });
  if (search.search !== undefined) add(`“${search.search}”`, "search");
  for (const filter of choices) {
    const chosen = chosenOf(filter, search);
    const { label, parameter, upTo } = filter;
    const words = chosen?.words;
    if (chosen)
      add(words ? t`${label}: ${words}` : chosen.label, parameter, upTo?.parameter ?? parameter);
  }
  for (const { name, label, kind } of ranges) {
    const parameters = [`${name}_from`, `${name}_to`];
    const [from = "", to] = parameters.map((each) => showValue({ kind, label }, search[each]));
    const words = from;
    if (from && from === to) add(t`${label}: ${words}`, ...parameters);
    else if (from && to) add(t`${label}: ${from} to ${to}`, ...parameters);
    else if (from) add(t`${label}: ${from} and later`, ...parameters);
    else if (to) add(t`${label}: up to ${to}`, ...parameters);
  }
  return chips;
}

/** What a filter by one of a few leaves; undefined where it leaves all. An address may say what is none of them. */
export function chosenOf({ parameter, choices, upTo }: OneOf, search: Search): Choice | undefined {
  const [from, to] = [search[parameter], upTo && search[upTo.parameter]];
  const known = choices.find(({ value }) => value === String(from));
  if (upTo && (to !== undefined || (from !== undefined && !known)))
    return { value: `${from}–${to}`, label: upTo.words(numberIn(from), numberIn(to)) };
  if (from === undefined || known) return known;
  return { value: String(from), label: String(from), words: String(from) };
}
