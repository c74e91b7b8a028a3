/** The books. */
import { t } from "@lingui/core/macro";
import { resourceFeature } from "@/records/resourceFeature";
import { formatCount, formatDecimal } from "@/ui/format";
import { languageInWords, ratedInWords, ratingInWords } from "./words";

export const books = resourceFeature({
  name: "books",
  title: t`Books`,
  noun: { one: t`book`, many: t`books` },
  searches: t`titles and authors`,
  ordering: "-ratings_count",
  picture: "cover",
  summary: true,
  charts: [
    {
      title: t`Books by rating`,
      counts: "ratings",
      layout: "columns",
      bar: ({ from, to }) => ({
        label: `${formatDecimal(Number(from), 2)}–${formatDecimal(Number(to), 2)}`,
        search: { rating_from: from, rating_to: to },
      }),
    },
  ],
  fields: {
    title: {
      kind: "line",
      label: t`Title`,
      required: t`Give the book a title.`,
      column: true,
      sortable: true,
    },
    authors: {
      kind: "list",
      label: t`Authors`,
      heading: t`By`,
      hint: t`Press Enter after each name.`,
      required: t`Name at least one author.`,
      column: true,
      searched: true,
    },
    year: {
      kind: "year",
      label: t`Year`,
      hint: t`Leave it empty when nobody knows. Before our era: 750 BC.`,
      negative: true,
      column: true,
      sortable: true,
      filter: "range",
    },
    language: {
      kind: "line",
      label: t`Language`,
      hint: t`A short code, such as eng or fre.`,
      short: true,
      show: languageInWords,
      filter: {
        parameter: "language",
        all: t`All languages`,
        choices: "languages",
        words: languageInWords,
      },
    },
    isbn: { kind: "line", label: t`ISBN`, short: true },
    average_rating: {
      kind: "number",
      label: t`Rating`,
      hint: t`From 0 to 5.`,
      column: true,
      columnCounts: "ratings",
      sortable: true,
      show: (rating) => formatDecimal(rating, 2),
      describe: ratingInWords,
      filter: {
        parameter: "rating_from",
        all: t`Any rating`,
        choices: [4.5, 4, 3.5, 3].map((rating) => ({
          value: String(rating),
          label: ratedInWords(rating),
        })),
        upTo: { parameter: "rating_to", words: ratedInWords },
      },
    },
    ratings_count: {
      kind: "integer",
      label: t`Rated by`,
      hint: t`How many people have rated it.`,
      empty: 0,
      column: true,
      columnCounts: "ratings",
      sortable: true,
      show: (count) => (count ? formatCount(count) : ""),
      // The rating says it already.
      describe: () => "",
    },
    cover: {
      kind: "url",
      label: t`Cover`,
      hint: t`The address of a picture, starting with https.`,
    },
  },
});
