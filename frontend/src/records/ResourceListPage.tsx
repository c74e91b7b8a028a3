/** The list of a resource: looked through, narrowed down, put in order. */
import { formatCount, withArticle } from "@/ui/format";
import { useCollection } from "./collection";
import { type Choice, type ChoiceFilter, type Field, KINDS, showValue } from "./fields";
import { ListPage } from "./ListPage";
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
} from "./resource";

export function ResourceListPage({ resource }: { resource: Resource }) {
  const { name, title, noun, searches, ordering, picture, fields } = resource;
  const { data: summary } = useSummary(resource);
  const { choices, ranges } = filtersOf(resource);
  const shown = Object.entries(fields).filter(([key, { column }]) => column && key !== "title");
  return (
    <ListPage<AnyRecord>
      title={title}
      noun={noun}
      collection={useCollection(name)}
      isDownloadable
      usualOrdering={ordering}
      searchLabel={`Search ${searches}`}
      choices={choices.map((filter) => ({ ...filter, choices: choicesOf(filter, summary) }))}
      ranges={ranges.map((range) => ({
        ...range,
        first: summary?.[`first_${range.name}`],
        last: summary?.[`last_${range.name}`],
      }))}
      heading={{
        ...columnOf(["title", fields.title]),
        permission: `read:${name}`,
        to: `/${name}/$id`,
        title: (row) => row.title,
        picture: picture ? pictureOf : undefined,
      }}
      columns={shown.map(columnOf)}
      card={(row) => {
        const [first, second, ...lines] = shown.map((entry) => describe(row, entry));
        return { lines: [[first, second].filter(Boolean).join(" · "), ...lines] };
      }}
      total={summary?.total}
      add={{
        permission: `write:${name}`,
        to: `/${name}/new`,
        label: `Add ${withArticle(noun.one)}`,
      }}
    />
  );
}

function columnOf([name, field]: [string, Field]): Column<object> {
  const { kind, heading, label, sortable } = field;
  return {
    ...KINDS[kind],
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
    .map(({ name, count }) => ({
      value: name,
      label: `${words ? words(name) : name} (${formatCount(count)})`,
    }));
}
