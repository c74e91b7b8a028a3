/** A resource as its feature declares it, from which all its screens follow. */
import { useQuery } from "@tanstack/react-query";
import { type Answer, dataOf } from "@/api/client";
import { useApi } from "@/api/useApi";
import type {
  BodyOf,
  QueryOf,
  RecordOf,
  ResourceName,
  RowOf,
  Search,
  SummaryOf,
} from "./collection";
import {
  type ChoiceFilter,
  type Field,
  type Fields,
  type FieldTable,
  KINDS,
  type Kind,
  type OrderingOf,
  showValue,
} from "./fields";
import type { Total } from "./ListTools";
import type { Noun } from "./ResultList";
import { isNarrowed, numberIn, oneOf, textIn } from "./searchParams";

interface Common {
  /** What the menu says. */
  title: string;
  noun: Noun;
  /** What the search looks into: "titles and names". */
  searches: string;
  /** What the order of a list is called whose address names none, where that is no column's. */
  orderingLabel?: string;
  charts?: readonly Chart[];
}

/** Counts of the summary drawn as bars, each of which narrows the list. */
export interface Chart {
  title: string;
  /** Below which name the summary has them. */
  counts: string;
  layout: "columns" | "rows";
  /** What follows in equal steps, whose gaps are drawn as well. */
  steps?: { by: string; of: number };
  /** What one of them is called, and what a list is narrowed down to by it. */
  bar: (counted: Counted) => { label: string; search: Search };
}

export interface Counted {
  count: number;
  [name: string]: string | number;
}

/** What a feature writes; the types of its fields are those of the OpenAPI document. */
export interface ResourceDefinition<Name extends ResourceName> extends Common {
  name: Name;
  fields: FieldTable<BodyOf<Name>, RowOf<Name>, QueryOf<Name>, SummaryOf<Name>>;
  /** The order of a list whose address names none. */
  ordering: NonNullable<OrderingOf<QueryOf<Name>>>;
  /** The field with the address of a picture. */
  picture?: keyof BodyOf<Name> & keyof RowOf<Name> & string;
  /** Said where the API counts its records. */
  summary?: SummaryOf<Name> extends never ? never : true;
}

/** Any resource, as the screens know it. */
export interface Resource extends Common {
  name: ResourceName;
  fields: Fields & { title: Field };
  ordering: string;
  picture?: string;
  summary?: true;
}

/** One of its records, in a list or in full. */
export type AnyRecord = Pick<RowOf<ResourceName>, "id" | "title"> &
  Partial<Pick<RecordOf<ResourceName>, "last_change">>;

export function fieldValue(record: object, name: string): unknown {
  return Reflect.get(record, name);
}

/** The address on this site at which the picture of a record is had; null where it names none. */
export function pictureOf(record: object): string | null {
  return (fieldValue(record, "picture") as string | null | undefined) ?? null;
}

/** A field of a record as the record's own page and its card say it. */
export function describe(record: object, [name, field]: [string, Field]): string {
  return field.describe ? field.describe(record) : showValue(field, fieldValue(record, name));
}

/** Its filters by one of a few, and the fields that are filtered from a value to another. */
export function filtersOf({ fields }: Resource) {
  const choices: (ChoiceFilter & { label: string; kind: Kind })[] = [];
  const ranges: { name: string; label: string; kind: Kind }[] = [];
  for (const [name, { kind, filter, label }] of Object.entries(fields)) {
    if (filter === "range") ranges.push({ name, label, kind });
    else if (filter) choices.push({ label, kind, ...filter });
  }
  return { choices, ranges };
}

/** What the address of its list says: what to look for, and in which order. */
export function searchIn(resource: Resource, raw: Record<string, unknown>): Search {
  const { choices, ranges } = filtersOf(resource);
  const sortable = Object.entries(resource.fields).filter(([, { sortable }]) => sortable);
  const orderings = sortable.flatMap(([name]) => [name, `-${name}`]);
  const search: Search = { search: textIn(raw.search), ordering: oneOf(raw.ordering, orderings) };
  for (const { parameter, kind, upTo } of choices) {
    search[parameter] = KINDS[kind].numeric ? numberIn(raw[parameter]) : textIn(raw[parameter]);
    if (upTo) search[upTo.parameter] = numberIn(raw[upTo.parameter]);
  }
  for (const parameter of ranges.flatMap(({ name }) => [`${name}_from`, `${name}_to`]))
    search[parameter] = numberIn(raw[parameter]);
  return search;
}

export interface Summary {
  total: number;
  [name: string]: unknown;
}

/** How many records there are, and of which kinds, where the API counts them. */
export function useSummary({ name, summary }: { name: string; summary?: true }) {
  const request = useApi().request as (...all: unknown[]) => Promise<Answer<Summary>>;
  return useQuery({
    queryKey: [name, "summary"],
    queryFn: ({ signal }) => dataOf(request("get", `/api/${name}/summary/`, { signal })),
    staleTime: 60_000,
    enabled: summary ?? false,
  });
}

/** How many records a list has in all: about as the summary says, or counted as it is narrowed down. */
export function useTotal(
  { name, summary }: { name: string; summary?: true },
  { ordering: _, ...filters }: Search,
) {
  const request = useApi().request as (...all: unknown[]) => Promise<Answer<Total>>;
  const all = useSummary({ name, summary });
  const isCounted = !summary || isNarrowed(filters);
  const counted = useQuery({
    queryKey: [name, "count", filters],
    queryFn: ({ signal }) =>
      dataOf(request("get", `/api/${name}/count/`, { params: { query: filters }, signal })),
    staleTime: 60_000,
    enabled: isCounted,
  });
  if (isCounted) return counted.data;
  return all.data && { count: all.data.total, exact: all.data.total <= COUNTED };
}

/** What the API counts one by one. */
const COUNTED = 1000;
