/** The list of a resource: looked through, narrowed down, put in order. */
import { t } from "@lingui/core/macro";
import { useSearch } from "@tanstack/react-router";
import { formatCount, formatYear, withArticle } from "@/ui/format";
import { useCollection } from "./collection";
import { type Choice, type ChoiceFilter, type Field, KINDS, showValue } from "./fields";
import type { Jump } from "./JumpBar";
import { ListPage } from "./ListPage";
import { Overview } from "./Overview";
import type { Column } from "./RowTable";
import {
  type AnyRecord,
  describe,
  fieldValue,
  filtersOf,
  pictureOf,
  type Resource,
  type Summary,
  useSummary,
  useTotal,
} from "./resource";
import { isNarrowed } from "./searchParams";

export function ResourceListPage({ resource }: { resource: Resource }) {
  const { name, title, noun, searches, orderingLabel, picture, fields } = resource;
  const { data: summary } = useSummary(resource);
  const search = useSearch({ strict: false });
  const { choices, ranges } = filtersOf(resource);
  const shown = Object.entries(fields).filter(([key, { column }]) => column && key !== "title");
  const isCounted = ([, { columnCounts }]: [string, Field]) =>
    !columnCounts || !isEmpty(summary?.[columnCounts]);
  const columns = shown.filter(isCounted);
  const isOrderShown = columns.some(([key]) => key === resource.ordering.replace("-", ""));
  const ordering = orderingLabel || isOrderShown ? resource.ordering : "title";
  const article = withArticle(noun.one);
  const end = (name: string, value: unknown) =>
    fields[name] ? showValue(fields[name], value) : "";
  return (
    <ListPage<AnyRecord>
      title={title}
      noun={noun}
      collection={useCollection(name)}
      isDownloadable
      usualOrdering={ordering}
      usualOrderingLabel={orderingLabel}
      searchLabel={t`Search ${searches}`}
      choices={choices.map((filter) => ({ ...filter, choices: choicesOf(filter, summary) }))}
      ranges={ranges.map((range) => ({
        ...range,
        first: end(range.name, summary?.[`first_${range.name}`]),
        last: end(range.name, summary?.[`last_${range.name}`]),
      }))}
      heading={{
        ...columnOf(["title", fields.title]),
        permission: `read:${name}`,
        to: `/${name}/$id`,
        title: (row) => row.title,
        picture: picture ? pictureOf : undefined,
      }}
      columns={columns.map(columnOf)}
      card={(row) => {
        const [first, second, ...lines] = shown.map((entry) => describe(row, entry));
        return { lines: [[first, second].filter(Boolean).join(" · "), ...lines] };
      }}
      total={useTotal(resource, search)}
      jumps={jumpsOf(summary, String(search.ordering ?? ordering), isNarrowed(search))}
      add={{
        permission: `write:${name}`,
        to: `/${name}/new`,
        label: t`Add ${article}`,
      }}
      charts={resource.charts && <Overview charts={resource.charts} summary={summary} />}
    />
  );
}

const isEmpty = (counts: unknown) =>
  Array.isArray(counts) && counts.every(({ count }) => count === 0);

function columnOf([name, field]: [string, Field]): Column<object> {
  const { kind, heading, label, sortable, searched } = field;
  return {
    ...KINDS[kind],
    // Names of people take as much room as titles.
    ...(searched && { width: "auto" }),
    header: heading ?? label,
    ...(sortable && { ordering: name }),
    cell: (row) => showValue(field, fieldValue(row, name)),
  };
}

/** Of what the summary counts all that has a name. */
function choicesOf(
  { choices, words }: ChoiceFilter,
  summary: Summary | undefined,
): readonly Choice[] {
  if (typeof choices !== "string") return choices;
  const counts = summary?.[choices];
  if (!Array.isArray(counts)) return [];
  return counts
    .filter(({ name }) => name)
    .map(({ name, count }) => {
      const called = words ? words(name) : name;
      return { value: name, label: `${called} (${formatCount(count)})`, words: called };
    });
}

/** One of so many titles. */
const RARE = 2000;

/** So many decades fit beside each other; the older ones have few records. */
const DECADES = 14;

/** The decades of a list by year, else the letters of its titles, by which it is ordered then. */
function jumpsOf(summary: Summary | undefined, ordering: string, narrowed: boolean) {
  const { decades, letters } = (summary ?? {}) as {
    decades?: { decade: number; count: number }[];
    letters?: { letter: string; count: number }[];
  };
  const name = ordering.replace("-", "");
  const isDescending = ordering.startsWith("-");
  const inOrder = (places: (Jump & { count: number })[], order: string) => {
    let at = 0;
    for (const place of order.startsWith("-") ? places.reverse() : places) {
      // How many rows lie before it is known of the whole alone.
      place.at = narrowed ? 0 : at;
      at += place.count;
    }
    return { ordering: order, places };
  };
  if (name === "year" && decades) {
    const places = decades.map(({ decade, count }) => ({
      label: decade < 0 ? formatYear(decade) : t`${decade}s`,
      startingAt: String(isDescending ? decade + 9 : decade),
      at: 0,
      count,
    }));
    const found = inOrder(places, ordering);
    const { length } = found.places;
    return {
      ...found,
      places: isDescending
        ? found.places.slice(0, DECADES)
        : found.places.slice(Math.max(0, length - DECADES)),
    };
  }
  if (!letters) return undefined;
  // Letters that hardly any title begins with only make the way to the others longer.
  const isCommon = (count: number) => count * RARE > (summary?.total ?? 0);
  const common = letters.filter(
    ({ letter, count }) => isCommon(count) && (count > 1 || letter <= "z"),
  );
  const places = common.map(({ letter, count }) => ({
    label: letter === "0" ? "0–9" : letter.toUpperCase(),
    startingAt: letter,
    at: 0,
    count,
  }));
  return inOrder(places, name === "title" ? ordering : "title");
}
