/** The films. */
import { resourceFeature } from "@/records/resourceFeature";

export const movies = resourceFeature({
  name: "movies",
  title: "Movies",
  noun: { one: "film", many: "films" },
  searches: "titles and names",
  ordering: "-year",
  picture: "poster",
  summary: true,
  fields: {
    title: {
      kind: "line",
      label: "Title",
      required: "Give the film a title.",
      column: true,
      sortable: true,
    },
    year: {
      kind: "year",
      label: "Year",
      required: "Say in which year it came out.",
      column: true,
      sortable: true,
      filter: "range",
    },
    genres: {
      kind: "list",
      label: "Genres",
      hint: "Press Enter after each genre.",
      column: true,
      filter: { parameter: "genre", label: "Genre", all: "All genres", choices: "genres" },
    },
    cast: {
      kind: "list",
      label: "Cast",
      heading: "With",
      hint: "Press Enter after each name.",
      column: true,
      searched: true,
    },
    synopsis: { kind: "text", label: "Synopsis" },
    wikipedia_page: { kind: "url", label: "Wikipedia page", link: "Read on at Wikipedia" },
    poster: {
      kind: "url",
      label: "Poster",
      hint: "The address of a picture, starting with https.",
    },
  },
});
