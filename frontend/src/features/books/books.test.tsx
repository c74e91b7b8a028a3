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

  it("offers Alfred, who was given write:books directly, to add a book but not to edit one", async () => {
    const { server, user } = visit("/books", "alfred");
    server.on("GET /api/books/", page([ILIAD]));
    server.on("GET /api/books/1/", { ...ILIAD, isbn: "" });
    expect(await screen.findByRole("link", { name: "Add a book" })).toBeVisible();
    await user.click(await screen.findByRole("link", { name: "The Iliad" }));
    expect(await screen.findByText("Homer, Robert Fagles")).toBeVisible();
    expect(screen.queryByRole("link", { name: "Edit" })).toBeNull();
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
