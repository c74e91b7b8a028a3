/** The films. */
import { t } from "@lingui/core/macro";
import { resourceFeature } from "@/records/resourceFeature";

export const movies = resourceFeature({
  name: "movies",
  title: t`Movies`,
  noun: { one: t`film`, many: t`films` },
  searches: t`titles and names`,
  ordering: "-prominence",
  orderingLabel: t`Newest with a poster`,
  picture: "poster",
  summary: true,
  charts: [
    {
      title: t`Films by decade`,
      counts: "decades",
      layout: "columns",
      steps: { by: "decade", of: 10 },
      bar: ({ decade }) => ({
        label: t`${Number(decade)}s`,
        search: { year_from: decade, year_to: Number(decade) + 9 },
      }),
    },
    {
      title: t`Films by genre`,
      counts: "genres",
      layout: "rows",
      bar: ({ name }) => ({ label: String(name), search: { genre: name } }),
    },
  ],
  fields: {
    title: {
      kind: "line",
      label: t`Title`,
      required: t`Give the film a title.`,
      column: true,
      sortable: true,
    },
    year: {
      kind: "year",
      label: t`Year`,
      required: t`Say in which year it came out.`,
      column: true,
      sortable: true,
      filter: "range",
    },
    genres: {
      kind: "list",
      label: t`Genres`,
      hint: t`Press Enter after each genre.`,
      column: true,
      filter: { parameter: "genre", label: t`Genre`, all: t`All genres`, choices: "genres" },
    },
    cast: {
      kind: "list",
      label: t`Cast`,
      heading: t`With`,
      hint: t`Press Enter after each name.`,
      column: true,
      searched: true,
    },
    synopsis: { kind: "text", label: t`Synopsis` },
    wikipedia_page: { kind: "url", label: t`Wikipedia page`, link: t`Read on at Wikipedia` },
    poster: {
      kind: "url",
      label: t`Poster`,
      hint: t`The address of a picture, starting with https.`,
    },
  },
});
