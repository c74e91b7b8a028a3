/** The books. */
import { resourceFeature } from "@/records/resourceFeature";
import { languageInWords, ratingInWords } from "./words";

export const books = resourceFeature({
  name: "books",
  title: "Books",
  noun: { one: "book", many: "books" },
  searches: "titles and authors",
  ordering: "title",
  picture: "cover",
  summary: true,
  fields: {
    title: {
      kind: "line",
      label: "Title",
      required: "Give the book a title.",
      column: true,
      sortable: true,
    },
    authors: {
      kind: "list",
      label: "Authors",
      heading: "By",
      hint: "Press Enter after each name.",
      required: "Name at least one author.",
      column: true,
      searched: true,
    },
    year: {
      kind: "year",
      label: "Year",
      hint: "Leave it empty when nobody knows. A year before our era is negative: -750.",
      negative: true,
      column: true,
      sortable: true,
      filter: "range",
    },
    language: {
      kind: "line",
      label: "Language",
      hint: "A short code, such as eng or fre.",
      short: true,
      show: languageInWords,
      filter: {
        parameter: "language",
        all: "All languages",
        choices: "languages",
        words: languageInWords,
      },
    },
    isbn: { kind: "line", label: "ISBN", short: true },
    average_rating: {
      kind: "number",
      label: "Average rating",
      heading: "Rating",
      hint: "From 0 to 5.",
      column: true,
      sortable: true,
      show: (rating) => rating.toFixed(2),
      describe: ratingInWords,
      filter: {
        parameter: "rating_from",
        label: "Rating",
        all: "Any rating",
        choices: [4.5, 4, 3.5, 3].map((rating) => ({
          value: String(rating),
          label: `Rated ${rating} or more`,
        })),
      },
    },
    ratings_count: {
      kind: "integer",
      label: "Ratings",
      heading: "Rated by",
      hint: "How many people have rated it.",
      empty: 0,
      column: true,
      sortable: true,
      // The rating says it already.
      describe: () => "",
    },
    cover: { kind: "url", label: "Cover", hint: "The address of a picture, starting with https." },
  },
});
