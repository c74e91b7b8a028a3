/** How a book is written down in a form. */
import { TextInput } from "@mantine/core";
import { NamesInput } from "@/records/NamesInput";
import type { Editing } from "@/records/RecordEditors";
import { found, missingText, notWhole } from "@/records/validation";
import type { Book, BookDraft } from "./api";

type Fields = {
  title: string;
  authors: string[];
  year: string;
  language: string;
  isbn: string;
  average_rating: string;
  ratings_count: string;
  cover: string;
};

const NARROW = { input: { maxWidth: "14rem" } };

export const bookEditing: Editing<Book, BookDraft, Fields> = {
  labels: {
    title: "Title",
    authors: "Authors",
    year: "Year",
    language: "Language",
    isbn: "ISBN",
    average_rating: "Average rating",
    ratings_count: "Ratings",
    cover: "Cover",
  },
  empty: {
    title: "",
    authors: [],
    year: "",
    language: "",
    isbn: "",
    average_rating: "",
    ratings_count: "",
    cover: "",
  },
  fieldsOf: ({ title, authors, year, language, isbn, average_rating, ratings_count, cover }) => ({
    title,
    authors,
    language,
    isbn,
    cover,
    year: String(year ?? ""),
    average_rating: String(average_rating ?? ""),
    ratings_count: String(ratings_count),
  }),
  check: ({ title, authors, year, average_rating, ratings_count }) =>
    found({
      title: missingText(title, "Give the book a title."),
      authors: missingText(authors.join(""), "Name at least one author."),
      year: notWhole(year, "Write the year as a number, such as 1995, or -750 for 750 BC."),
      average_rating: Number.isNaN(Number(average_rating))
        ? "Write the rating as a number, such as 4.2."
        : undefined,
      ratings_count: notWhole(ratings_count, "Write the count as a whole number."),
    }),
  bodyOf: ({ year, average_rating, ratings_count, ...texts }) => ({
    ...texts,
    year: year.trim() ? Number(year) : null,
    average_rating: average_rating.trim() ? Number(average_rating) : null,
    ratings_count: Number(ratings_count),
  }),
  inputs: (form) => (
    <>
      <TextInput label="Title" required {...form.getInputProps("title")} />
      <NamesInput
        label="Authors"
        required
        description="Press Enter after each name."
        {...form.getInputProps("authors")}
      />
      <TextInput
        label="Year"
        description="Leave it empty when nobody knows. A year before our era is negative: -750."
        inputMode="text"
        styles={NARROW}
        {...form.getInputProps("year")}
      />
      <TextInput
        label="Language"
        description="A short code, such as eng or fre."
        styles={NARROW}
        {...form.getInputProps("language")}
      />
      <TextInput label="ISBN" styles={NARROW} {...form.getInputProps("isbn")} />
      <TextInput
        label="Average rating"
        description="From 0 to 5."
        inputMode="decimal"
        styles={NARROW}
        {...form.getInputProps("average_rating")}
      />
      <TextInput
        label="Ratings"
        description="How many people have rated it."
        inputMode="numeric"
        styles={NARROW}
        {...form.getInputProps("ratings_count")}
      />
      <TextInput
        label="Cover"
        description="The address of a picture, starting with https."
        type="url"
        {...form.getInputProps("cover")}
      />
    </>
  ),
};
