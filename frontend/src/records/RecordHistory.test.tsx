import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { inVersion, page } from "@/testing/server";
import { visit } from "@/testing/visit";

const HEAT = { id: 7, title: "Heat", year: 1995, cast: [], genres: [], poster: "" };
const CHANGE = {
  at: "2026-11-21T13:00:00Z",
  actor: { subject: "usher|2", name: "Robin", issuer: "https://here/", client: "kiosk" },
  action: "movie.changed",
  target: { kind: "movies.movie", id: "7", name: "Heat" },
  before: { title: "Haet", genres: ["Crime", "Drama"], synopsis: "" },
  after: { title: "Heat", genres: ["Crime"], synopsis: "A thief." },
};

function open(changes: number) {
  const visited = visit("/movies/7", "batman");
  const asked: URLSearchParams[] = [];
  visited.server.on(
    "GET /api/movies/7/",
    inVersion({ ...HEAT, synopsis: "", wikipedia_page: "" }, '"1"'),
  );
  visited.server.on("GET /api/audit/changes/", (request: Request) => {
    asked.push(new URL(request.url).searchParams);
    return page(Array.from({ length: changes }, (_, id) => ({ ...CHANGE, id })));
  });
  return { ...visited, asked };
}

describe("the history of a record", () => {
  it("is asked of this record and no other, as much as is shown and one more", async () => {
    const { asked } = open(1);
    const history = within(await screen.findByRole("region", { name: "History" }));
    expect(await history.findByText("Robin changed it")).toBeVisible();
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      target_kind: "movies",
      target_id: "7",
      page_size: "6",
    });
    expect(history.queryByRole("link")).toBeNull();
  });

  it("says what came and went in the record's own words", async () => {
    open(1);
    const history = within(await screen.findByRole("region", { name: "History" }));
    const field = async (label: string) =>
      (await history.findByText(label)).parentElement as HTMLElement;
    expect(await field("Title")).toHaveTextContent("before: Haet+after: Heat");
    expect(await field("Genres")).toHaveTextContent("removed: Drama");
    expect(await field("Genres")).not.toHaveTextContent("Crime");
    expect(await field("Synopsis")).toHaveTextContent("+after: A thief.");
  });

  it("leads to the older ones, in the part of the trail that has them", async () => {
    const { user, asked } = open(6);
    const history = within(await screen.findByRole("region", { name: "History" }));
    expect(await history.findAllByText("Robin changed it")).toHaveLength(5);
    await user.click(history.getByRole("link", { name: "Older changes, in the trail" }));
    expect(await screen.findAllByRole("article", { name: "Changed: Heat" })).toHaveLength(6);
    expect(asked.at(-1)?.get("target_kind")).toBe("movies");
    expect(asked.at(-1)?.get("target_id")).toBe("7");
    expect(screen.getByRole("button", { name: /Only about Heat$/ })).toBeVisible();
  });

  it("promises no longer than it is kept", async () => {
    open(0);
    expect(
      await screen.findByText(/No change in the last year. Each is kept for a year/),
    ).toBeVisible();
  });
});
