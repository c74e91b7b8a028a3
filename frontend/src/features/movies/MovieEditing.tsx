/** How a film is written down in a form. */
import { Textarea, TextInput } from "@mantine/core";
import { NamesInput } from "@/records/NamesInput";
import type { Editing } from "@/records/RecordEditors";
import { found, missingText, notWhole } from "@/records/validation";
import type { Movie, MovieDraft } from "./api";

type Fields = {
  title: string;
  year: string;
  cast: string[];
  genres: string[];
  synopsis: string;
  wikipedia_page: string;
  poster: string;
};

export const movieEditing: Editing<Movie, MovieDraft, Fields> = {
  labels: {
    title: "Title",
    year: "Year",
    cast: "Cast",
    genres: "Genres",
    synopsis: "Synopsis",
    wikipedia_page: "Wikipedia page",
    poster: "Poster",
  },
  empty: {
    title: "",
    year: "",
    cast: [],
    genres: [],
    synopsis: "",
    wikipedia_page: "",
    poster: "",
  },
  fieldsOf: ({ title, year, cast, genres, synopsis, wikipedia_page, poster }) => ({
    title,
    year: String(year),
    cast,
    genres,
    synopsis,
    wikipedia_page,
    poster,
  }),
  check: ({ title, year }) =>
    found({
      title: missingText(title, "Give the film a title."),
      year:
        missingText(year, "Say in which year it came out.") ??
        notWhole(year, "Write the year as a number, such as 1995."),
    }),
  bodyOf: ({ year, ...texts }) => ({ ...texts, year: Number(year) }),
  inputs: (form) => (
    <>
      <TextInput label="Title" required {...form.getInputProps("title")} />
      <TextInput
        label="Year"
        required
        inputMode="numeric"
        styles={{ input: { maxWidth: "8rem" } }}
        {...form.getInputProps("year")}
      />
      <NamesInput
        label="Cast"
        description="Press Enter after each name."
        {...form.getInputProps("cast")}
      />
      <NamesInput
        label="Genres"
        description="Press Enter after each genre."
        {...form.getInputProps("genres")}
      />
      <Textarea label="Synopsis" autosize minRows={4} {...form.getInputProps("synopsis")} />
      <TextInput label="Wikipedia page" type="url" {...form.getInputProps("wikipedia_page")} />
      <TextInput
        label="Poster"
        description="The address of a picture, starting with https."
        type="url"
        {...form.getInputProps("poster")}
      />
    </>
  ),
};
