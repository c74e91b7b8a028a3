import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { page } from "@/testing/server";
import { visit } from "@/testing/visit";
import { languageInWords, ratingInWords } from "./words";

const ILIAD = {
  id: 1,
  title: "The Iliad",
  authors: ["Homer", "Robert Fagles"],
  year: -750,
  language: "eng",
  average_rating: 3.83,
  ratings_count: 241088,
  cover: "",
};

describe("the list of books", () => {
  it("says years before our era in words", async () => {
    const { server } = visit("/books", "robin");
    server.on("GET /api/books/", page([ILIAD, { ...ILIAD, id: 2, title: "Undated", year: null }]));
    expect(await screen.findByRole("row", { name: /The Iliad.*750 BC/ })).toBeVisible();
  });

  it("is narrowed down to a year before our era, which stays as it was written", async () => {
    const { server, user, router } = visit("/books?year_from=-750&year_to=-750", "robin");
    server.on("GET /api/books/", page([ILIAD]));
    const from = await screen.findByRole("textbox", { name: "Year from" });
    expect(from).toHaveValue("750 BC");
    expect(screen.getByRole("button", { name: "Take away the filter Year: 750 BC" })).toBeVisible();
    for (const [written, chip] of [
      ["800 BC", "Year: 800 BC to 750 BC"],
      ["-810", "Year: 810 BC to 750 BC"],
    ] as const) {
      await user.clear(from);
      await user.type(from, written);
      expect(await screen.findByText(chip)).toBeVisible();
      expect(from).toHaveValue(written);
    }
    expect(router.state.location.search).toEqual({ year_from: "-810", year_to: "-750" });
  });

  it("says from where to where ratings are looked for in one chip, and takes both ends away", async () => {
    const { server, user, router } = visit("/books?rating_from=4.25&rating_to=4.49", "robin");
    server.on("GET /api/books/", page([ILIAD]));
    const chip = await screen.findByRole("button", { name: /^Take away the filter/ });
    expect(chip).toHaveTextContent("Rated 4.25 to 4.49");
    const choice = screen.getByRole("combobox", { name: "Rating" });
    expect(choice).toHaveDisplayValue("Rated 4.25 to 4.49");
    await user.selectOptions(choice, "Rated 4 or more");
    await expect.poll(() => router.state.location.search).toEqual({ rating_from: "4" });
    expect(screen.getByText("Rated 4 or more", { selector: "button" })).toBeVisible();
    await router.navigate({ to: "/books", search: { rating_to: 2.5 } as never });
    const least = await screen.findByRole("button", { name: /Rated 2.5 or less/ });
    expect(choice).toHaveDisplayValue("Rated 2.5 or less");
    await user.click(least);
    await expect.poll(() => router.state.location.search).toEqual({});
    expect(choice).toHaveDisplayValue("Any rating");
  });

  it("offers Alfred, who was given write:books directly, to add a book but not to edit one", async () => {
    const { server, user } = visit("/books", "alfred");
    server.on("GET /api/books/", page([ILIAD]));
    server.on("GET /api/books/1/", { ...ILIAD, isbn: "" });
    expect(await screen.findByRole("link", { name: "Add a book" })).toBeVisible();
    await user.click(await screen.findByRole("link", { name: "The Iliad" }));
    expect(await screen.findByText("Homer, Robert Fagles")).toBeVisible();
    expect(screen.queryByRole("link", { name: /^Edit/ })).toBeNull();
  });
});

describe("the form for a book", () => {
  it("sends an unknown year as unknown, and a name with a comma as one name", async () => {
    const { server, user } = visit("/books/new", "batman");
    const bodies: Record<string, unknown>[] = [];
    server.on("POST /api/books/", async (request) => {
      bodies.push(await request.json());
      return { ...ILIAD, isbn: "" };
    });
    server.on("GET /api/books/1/", { ...ILIAD, isbn: "" });
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Strength to Love");
    await user.type(
      screen.getByRole("combobox", { name: "Authors" }),
      "Martin Luther King, Jr.{Enter}",
    );
    await user.click(screen.getByRole("button", { name: "Add the book" }));
    await expect
      .poll(() => bodies[0])
      .toMatchObject({
        title: "Strength to Love",
        authors: ["Martin Luther King, Jr."],
        year: null,
        average_rating: null,
      });
  });
});

describe("the language of a book", () => {
  it("is said in words while its code is typed", async () => {
    const { user } = visit("/books/new", "batman");
    const language = await screen.findByRole("textbox", { name: "Language" });
    expect(language).toHaveAccessibleDescription(/A short code/);
    await user.type(language, "eng");
    expect(language).toHaveAccessibleDescription("eng: English");
    await user.type(language, "xxxxxx");
    expect(language).toHaveAccessibleDescription(/A short code/);
  });
});

describe("a book in words", () => {
  it("names a language, or its code when nobody knows it", () => {
    expect(languageInWords("eng")).toBe("English");
    expect(languageInWords("not a code")).toBe("not a code");
  });

  it("says nothing of ratings that do not exist", () => {
    expect(ratingInWords({ average_rating: null, ratings_count: 0 })).toBe("");
    expect(ratingInWords({ average_rating: 4.5, ratings_count: 1 })).toBe(
      "4.50 of 5, from 1 rating",
    );
  });
});
