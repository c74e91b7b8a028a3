import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { inVersion, page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";
import { onAnnouncement } from "@/ui/announce";

const HEAT = {
  id: 7,
  title: "Heat",
  year: 1995,
  cast: ["Al Pacino"],
  genres: ["Crime"],
  poster: "",
};
const HEAT_IN_FULL = { ...HEAT, synopsis: "A thief and a detective.", wikipedia_page: "" };
/** A page of fifty, and the way to the next. */
const fiftyFrom = (at: number) =>
  page(
    Array.from({ length: 50 }, (_, n) => ({ ...HEAT, id: at + n, title: `Film ${at + n}` })),
    `http://inside/api/movies/?cursor=${at + 50}`,
  );
const LONG = "A title that goes on and on ".repeat(7).trim();

describe("Robin, who may list and read", () => {
  it("sees no button to add a film", async () => {
    const { server } = visit("/movies", "robin");
    server.on("GET /api/movies/", page([HEAT]));
    expect(await screen.findByRole("link", { name: "Heat" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Add a film" })).toBeNull();
  });

  it("sees a film and when it was changed last, but no button to change or delete it", async () => {
    const { server } = visit("/movies/7", "robin");
    const last_change = { at: "2026-11-21T13:00:00Z", by: null };
    server.on("GET /api/movies/7/", inVersion({ ...HEAT_IN_FULL, last_change }, '"1"'));
    expect(await screen.findByText("A thief and a detective.")).toBeVisible();
    expect(screen.getByText(/Last changed by somebody/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Edit the film" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Delete/ })).toBeNull();
  });

  it("is told which ticket the form needs, and asks the API for nothing", async () => {
    const { server } = visit("/movies/new", "robin");
    expect(await screen.findByText("write:movies")).toBeVisible();
    expect(await screen.findByText(/The role Managers holds this one. Ask Batman/)).toBeVisible();
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(server.asked.some((operation) => operation.includes("/api/"))).toBe(false);
  });
});

describe("the list of films", () => {
  it("says so when nothing matches, and offers to clear the filters", async () => {
    const { user, router } = visit("/movies?search=xyzzy&ordering=-year", "robin");
    await user.click(await screen.findByRole("button", { name: "Clear the filters" }));
    expect(await screen.findByText("There are no films yet")).toBeVisible();
    expect(router.state.location.search).toEqual({ ordering: "-year" });
  });

  it("reads on by itself when its end comes into sight, by the server's cursor", async () => {
    const { server } = visit("/movies", "robin");
    server.on("GET /api/movies/", (request) => {
      const cursor = new URL(request.url).searchParams.get("cursor");
      if (cursor === "two") return page([{ ...HEAT, id: 8, title: LONG }]);
      return page([HEAT], "http://inside/api/movies/?cursor=two");
    });
    expect(await screen.findByRole("link", { name: LONG })).toBeVisible();
    expect(screen.getByRole("link", { name: "Heat" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "More films" })).toBeNull();
  });

  it("keeps search, filters and order in the address, and asks the server for them", async () => {
    const { server, user, router } = visit("/movies", "robin");
    const queries: object[] = [];
    server.on("GET /api/movies/", (request) => {
      queries.push(Object.fromEntries(new URL(request.url).searchParams));
      return page([HEAT]);
    });
    await user.type(await screen.findByRole("searchbox"), "heat");
    await user.selectOptions(screen.getByRole("combobox", { name: "Genre" }), "Crime");
    await user.click(await screen.findByRole("button", { name: /Year/ }));
    const wanted = { search: "heat", genre: "Crime", ordering: "-year" };
    await expect.poll(() => router.state.location.search).toEqual(wanted);
    await expect.poll(() => queries.at(-1)).toEqual({ ...wanted, page_size: "50" });
  });

  it("asks the server for nothing that an address says beside its filters", async () => {
    const { server } = visit("/movies?genre=Crime&view=grid&utm_source=x", "robin");
    const queries: object[] = [];
    server.on("GET /api/movies/", (request) => {
      queries.push(Object.fromEntries(new URL(request.url).searchParams));
      return page([HEAT]);
    });
    expect(await screen.findByRole("link", { name: "Heat" })).toBeVisible();
    expect(queries[0]).toEqual({ genre: "Crime", ordering: "-prominence", page_size: "50" });
  });

  it("says in which order it is when the address names none", async () => {
    const { server } = visit("/books", "robin");
    server.on("GET /api/books/", page([{ ...HEAT, authors: [], ratings_count: 3 }]));
    const heading = await screen.findByRole("columnheader", { name: "Rated by" });
    expect(heading).toHaveAttribute("aria-sort", "descending");
  });

  it("names each filter, to be taken away by itself", async () => {
    const { server, user, router } = visit(
      "/movies?genre=Crime&year_from=1990&year_to=1999",
      "robin",
    );
    server.on("GET /api/movies/", page([HEAT]));
    expect(await screen.findByRole("button", { name: /Genre: Crime/ })).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Year: 1990 to 1999/ }));
    await expect.poll(() => router.state.location.search).toEqual({ genre: "Crime" });
  });

  it("says how many there are, about where they are many and counted where they are narrowed down", async () => {
    const { server, user } = visit("/movies", "robin");
    server.on("GET /api/movies/", fiftyFrom(0));
    server.on("GET /api/movies/count/", { count: 734, exact: true });
    expect(await screen.findByText("About 36,273 films")).toBeVisible();
    await user.selectOptions(screen.getByRole("combobox", { name: "Genre" }), "Crime");
    // On the page, and for who listens.
    await expect.poll(() => screen.queryAllByText("734 films")).toHaveLength(2);
    expect(screen.getByRole("table")).toHaveAttribute("aria-rowcount", "735");
  });

  it("draws the rows in sight alone, and each says which it is", async () => {
    const { server } = visit("/movies", "robin");
    server.on("GET /api/movies/", fiftyFrom(0));
    const first = await screen.findByRole("row", { name: /Film 0/ });
    expect(first).toHaveAttribute("aria-rowindex", "2");
    expect(screen.queryByRole("row", { name: /Film 49/ })).toBeNull();
  });

  it("opens a film wherever its row is pressed", async () => {
    const { server, user, router } = visit("/movies", "robin");
    server.on("GET /api/movies/", page([HEAT]));
    server.on("GET /api/movies/7/", inVersion(HEAT_IN_FULL, '"1"'));
    await user.click(await screen.findByRole("cell", { name: "Al Pacino" }));
    await expect.poll(() => router.state.location.pathname).toBe("/movies/7");
  });

  it("opens a film beside the list by the middle button, wherever its row is pressed", async () => {
    const { server, user } = visit("/movies", "robin");
    server.on("GET /api/movies/", page([HEAT]));
    const pressed: boolean[] = [];
    const link = await screen.findByRole("link", { name: "Heat" });
    link.addEventListener("click", ({ ctrlKey, metaKey }) => pressed.push(ctrlKey && metaKey));
    const cell = screen.getByRole("cell", { name: "Al Pacino" });
    await user.pointer({ keys: "[MouseMiddle]", target: cell });
    await user.pointer({ keys: "[MouseRight]", target: cell });
    expect(pressed).toEqual([true]);
  });

  it("says how many a filter leaves, also where they are as many as before, and where it jumps", async () => {
    const { server, user } = visit("/movies?genre=Crime", "robin");
    const letters = [{ letter: "h", count: 9000 }];
    server.on("GET /api/movies/summary/", {
      total: 9000,
      genres: ["Crime", "War"].map((name) => ({ name, count: 9 })),
      letters,
    });
    server.on("GET /api/movies/", fiftyFrom(0));
    const said = vi.fn();
    onTestFinished(onAnnouncement(said));
    await screen.findByRole("option", { name: "War (9)" });
    await user.selectOptions(screen.getByRole("combobox", { name: "Genre" }), "War");
    await expect.poll(() => said.mock.calls.flat()).toContain("1 film");
    await user.click(await screen.findByRole("button", { name: "Jump to H" }));
    await screen.findByRole("link", { name: "Film 3" });
    expect(said).toHaveBeenLastCalledWith("From H");
  });

  it("begins at a letter that is chosen, in the order of titles", async () => {
    const { server, user } = visit("/movies", "robin");
    const queries: object[] = [];
    const letters = [
      { letter: "a", count: 5000 },
      { letter: "h", count: 9000 },
    ];
    server.on("GET /api/movies/summary/", { total: 14000, genres: [], letters, decades: [] });
    server.on("GET /api/movies/", (request) => {
      queries.push(Object.fromEntries(new URL(request.url).searchParams));
      return fiftyFrom(0);
    });
    await user.click(await screen.findByRole("button", { name: "Jump to H" }));
    const wanted = { ordering: "title", starting_at: "h", page_size: "50" };
    await expect.poll(() => queries).toContainEqual(wanted);
  });

  it.each(["Back", "Back to the films"])(
    "has its focus where a film was opened after %s",
    async (way) => {
      const { server, user, router } = visit("/movies", "robin");
      server.on("GET /api/movies/", page([HEAT, { ...HEAT, id: 8, title: "Ran" }]));
      server.on("GET /api/movies/8/", inVersion({ ...HEAT_IN_FULL, id: 8, title: "Ran" }, '"1"'));
      await user.click(await screen.findByRole("link", { name: "Ran" }));
      const back = await screen.findByRole("link", { name: "Back to the films" });
      if (way === "Back") router.history.back();
      else await user.click(back);
      expect(await screen.findByRole("link", { name: "Heat" })).not.toHaveFocus();
      await expect.poll(() => document.activeElement?.textContent).toBe("Ran");
    },
  );

  it("is narrowed down as before on the way back from a film", async () => {
    const { server, user, router } = visit("/movies?genre=Crime", "robin");
    server.on("GET /api/movies/", page([HEAT]));
    server.on("GET /api/movies/7/", inVersion(HEAT_IN_FULL, '"1"'));
    await user.click(await screen.findByRole("link", { name: "Heat" }));
    await user.click(await screen.findByRole("link", { name: "Back to the films" }));
    await expect.poll(() => router.state.location.search).toEqual({ genre: "Crime" });
  });

  it("leaves a year that is no number to be mended, and filters by it once it is", async () => {
    const { user, router } = visit("/movies", "robin");
    const from = await screen.findByRole("textbox", { name: "Year from" });
    await user.type(from, "199x");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(from).toHaveValue("199x");
    expect(from).toBeInvalid();
    await user.type(from, "{Backspace}0");
    await expect.poll(() => router.state.location.search).toEqual({ year_from: "1990" });
  });

  it("shows why it cannot be shown, and tries again when asked", async () => {
    const { server, user } = visit("/movies", "robin");
    server.on("GET /api/movies/", problem(429, {}, { "Retry-After": "12" }));
    expect(await screen.findByText(/Try again in 12 seconds/)).toBeVisible();
    server.on("GET /api/movies/", page([HEAT]));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("link", { name: "Heat" })).toBeVisible();
  });
});

describe("the list as a file", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is fetched with the token and as it is filtered, and saved under the name of the list", async () => {
    const { server, user } = visit("/movies?search=heat&genre=Crime", "robin");
    const asked: Request[] = [];
    server.on("GET /api/movies/", (request) => {
      if (!new URL(request.url).searchParams.has("format")) return page([HEAT]);
      asked.push(request);
      return new Response("title\r\nHeat\r\n", { headers: { "Content-Type": "text/csv" } });
    });
    const saved = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    const held: Blob[] = [];
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: (file: Blob) => held.push(file) }));
    await user.click(await screen.findByRole("button", { name: "Download as CSV" }));
    await expect.poll(() => saved.mock.instances).toHaveLength(1);
    expect((saved.mock.instances[0] as HTMLAnchorElement).download).toBe("movies.csv");
    expect(await held[0]?.text()).toBe("title\r\nHeat\r\n");
    const [request] = asked;
    const query = Object.fromEntries(new URL(request?.url ?? "").searchParams);
    expect(query).toEqual({
      search: "heat",
      genre: "Crime",
      ordering: "-prominence",
      format: "csv",
    });
    expect(request?.headers.get("Authorization")).toMatch(/^Bearer /);
    expect(await screen.findByRole("button", { name: "Download as CSV" })).toBeVisible();
  });

  it("says why it did not come, and can be asked for again", async () => {
    const { server, user } = visit("/movies", "robin");
    const code = "download_under_way";
    server.on("GET /api/movies/", (request) =>
      new URL(request.url).searchParams.has("format")
        ? problem(429, { code, detail: "Another download of yours is under way." })
        : page([HEAT]),
    );
    await user.click(await screen.findByRole("button", { name: "Download as CSV" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Another download of yours");
    expect(screen.getByRole("button", { name: "Download as CSV" })).toBeEnabled();
  });
});

describe("the form for a film", () => {
  it("sends nothing while the year is no number, and says so at the field", async () => {
    const { server, user } = visit("/movies/new", "batman");
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await user.type(screen.getByRole("textbox", { name: "Year" }), "soon");
    await user.click(screen.getByRole("button", { name: "Add the film" }));
    expect(await screen.findByText("Write the year as a number, such as 1995.")).toBeVisible();
    expect(server.asked).not.toContain("POST /api/movies/");
  });

  it("marks what must be filled in, and goes to the first of it that is not", async () => {
    const { user } = visit("/movies/new", "batman");
    const title = await screen.findByRole("textbox", { name: "Title" });
    const year = screen.getByRole("textbox", { name: "Year" });
    const required = screen
      .getAllByRole("textbox")
      .filter((field) => (field as HTMLInputElement).required);
    expect(required).toEqual([title, year]);
    expect(screen.getByText(/must be filled in/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add the film" }));
    await expect.poll(() => document.activeElement).toBe(title);
    await user.type(title, "Heat");
    await user.click(screen.getByRole("button", { name: "Add the film" }));
    await expect.poll(() => document.activeElement).toBe(year);
  });

  it("keeps the text when the server refuses a field, and shows the reason there", async () => {
    const { server, user } = visit("/movies/new", "batman");
    server.on(
      "POST /api/movies/",
      problem(400, {
        field_errors: [{ field: "year", code: "year", detail: "No film is that old." }],
      }),
    );
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "千と千尋の神隠し");
    await user.type(screen.getByRole("textbox", { name: "Year" }), "1001");
    await user.click(screen.getByRole("button", { name: "Add the film" }));
    expect(await screen.findByText("No film is that old.")).toBeVisible();
    await expect.poll(() => document.activeElement).toBe(screen.getByLabelText(/^Year/));
    expect(screen.getByRole("textbox", { name: "Year" })).toBeInvalid();
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("千と千尋の神隠し");
  });

  it("keeps the text when the permission was withdrawn meanwhile, and names it", async () => {
    // A page in the background does not ask each second, which a slow machine would count.
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const { server, user } = visit("/movies/new", "batman");
    server.on("POST /api/movies/", problem(403, { required_permission: "write:movies" }));
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await user.type(screen.getByRole("textbox", { name: "Year" }), "1995");
    const before = server.asked.filter((operation) => operation === "GET /me/permissions").length;
    await user.click(screen.getByRole("button", { name: "Add the film" }));
    expect(await screen.findByText("write:movies")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("Heat");
    const after = server.asked.filter((operation) => operation === "GET /me/permissions").length;
    expect(after).toBe(before + 1);
  });

  it("that was left is pointed out until the text is taken up again or thrown away", async () => {
    const { user, router } = visit("/movies/new", "batman");
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await router.navigate({ to: "/books" });
    await user.click(await screen.findByRole("link", { name: "Add a film" }));
    expect(await screen.findByRole("textbox", { name: "Title" })).toHaveValue("Heat");
    await user.click(screen.getByRole("button", { name: "Start over" }));
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveValue("");
    await router.navigate({ to: "/books" });
    await screen.findByRole("heading", { name: "Books" });
    expect(screen.queryByText(/Not saved yet/)).toBeNull();
  });

  it("that was left can be thrown away where it is pointed out, and taken back", async () => {
    const { user, router } = visit("/movies/new", "batman");
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await router.navigate({ to: "/books" });
    await user.click(await screen.findByRole("button", { name: "Throw away: Add a film" }));
    expect(screen.queryByText(/Not saved yet/)).toBeNull();
    expect(sessionStorage).toHaveLength(0);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText(/Not saved yet/)).toBeVisible();
  });

  it("that was cancelled keeps nothing", async () => {
    const { user } = visit("/movies/new", "batman");
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await screen.findByRole("heading", { name: "Movies" });
    expect(screen.queryByText(/Not saved yet/)).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });

  it("sends the same key again after an answer that got lost, and a new one after a change", async () => {
    const { server, user } = visit("/movies/new", "batman");
    const keys: (string | null)[] = [];
    server.on("POST /api/movies/", (request) => {
      keys.push(request.headers.get("Idempotency-Key"));
      throw new TypeError("The connection broke.");
    });
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await user.type(screen.getByRole("textbox", { name: "Year" }), "1995");
    const add = async (times: number) => {
      await user.click(screen.getByRole("button", { name: "Add the film" }));
      await expect.poll(() => keys).toHaveLength(times);
      await screen.findByText("Usher cannot be reached");
    };
    await add(1);
    await add(2);
    await user.type(screen.getByRole("textbox", { name: "Title" }), "!");
    await add(3);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("goes to the new film once it is saved", async () => {
    const { server, user, router } = visit("/movies/new", "batman");
    server.on("POST /api/movies/", async (request) => ({ ...(await request.json()), id: 7 }));
    server.on("GET /api/movies/7/", inVersion(HEAT_IN_FULL, '"1"'));
    await user.type(await screen.findByRole("textbox", { name: "Title" }), "Heat");
    await user.type(screen.getByRole("textbox", { name: "Year" }), "1995");
    await user.click(screen.getByRole("button", { name: "Add the film" }));
    expect(await screen.findByRole("heading", { name: "Heat" })).toBeVisible();
    expect(router.state.location.pathname).toBe("/movies/7");
  });
});

describe("what was saved", () => {
  const NEVER = () => new Promise<Response>(() => undefined);

  /** Batman in the form for Heat, having come by the list; the server takes every change. */
  async function editing() {
    const visited = visit("/movies", "batman");
    const { server, user } = visited;
    server.on("GET /api/movies/", page([HEAT]));
    server.on("GET /api/movies/7/", inVersion(HEAT_IN_FULL, '"1"'));
    server.on("PUT /api/movies/7/", async (request) =>
      inVersion({ ...(await request.json()), id: 7 }, '"2"'),
    );
    await user.click(await screen.findByRole("link", { name: "Heat" }));
    await user.click(await screen.findByRole("link", { name: "Edit the film" }));
    await user.type(await screen.findByRole("textbox", { name: "Title" }), " again");
    return visited;
  }
  const save = () => screen.getByRole("button", { name: "Save the film" });

  it("is shown at once, on the film's page and in the list, whatever the server is slow to say", async () => {
    const { server, user } = await editing();
    server.on("GET /api/movies/7/", NEVER);
    server.on("GET /api/movies/", NEVER);
    await user.click(save());
    expect(await screen.findByRole("heading", { name: "Heat again" })).toBeVisible();
    expect(screen.queryByText("Heat")).toBeNull();
    await user.click(screen.getByRole("link", { name: "Back to the films" }));
    expect(await screen.findByRole("link", { name: "Heat again" })).toBeVisible();
  });

  it("is not replaced by an answer to what was asked before", async () => {
    const { server, user, queryClient } = await editing();
    const late: ((answer: Response) => void)[] = [];
    const answerLater = () => new Promise<Response>((resolve) => late.push(resolve));
    server.on("GET /api/movies/7/", answerLater);
    server.on("GET /api/movies/", answerLater);
    void queryClient.refetchQueries({
      queryKey: ["movies"],
      predicate: ({ state }) => !!state.data,
    });
    await expect.poll(() => late.length).toBe(2);
    await user.click(save());
    await screen.findByRole("heading", { name: "Heat again" });
    server.on("GET /api/movies/", NEVER);
    for (const answer of late) answer(inVersion({ ...HEAT_IN_FULL, ...page([HEAT]) }, '"1"'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(screen.getByRole("heading", { name: "Heat again" })).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Back to the films" }));
    expect(await screen.findByRole("link", { name: "Heat again" })).toBeVisible();
  });

  it("brings its version, so that the next change needs no other answer", async () => {
    const { server, user } = await editing();
    await user.click(save());
    server.on("GET /api/movies/7/", NEVER);
    await user.click(await screen.findByRole("link", { name: "Edit the film" }));
    let matched: string | null = null;
    server.on("PUT /api/movies/7/", async (request) => {
      matched = request.headers.get("If-Match");
      return inVersion({ ...(await request.json()), id: 7 }, '"3"');
    });
    await user.click(await screen.findByRole("button", { name: "Save the film" }));
    await expect.poll(() => matched).toBe('"2"');
  });

  it("is taken back by Undo, over the version it became and no other", async () => {
    const { server, user } = await editing();
    await user.click(save());
    const undo = await screen.findByRole("button", { name: "Undo" });
    expect(screen.getByText("Saved “Heat again”.", { selector: "p" })).toBeVisible();
    let sent: unknown;
    server.on("PUT /api/movies/7/", async (request) => {
      const body = await request.json();
      sent = [request.headers.get("If-Match"), body.title];
      return inVersion({ ...body, id: 7 }, '"3"');
    });
    await user.click(undo);
    expect(await screen.findByRole("heading", { name: "Heat" })).toBeVisible();
    expect(sent).toEqual(['"2"', "Heat"]);
  });

  it("is not taken back where somebody changed it meanwhile, and it is said why", async () => {
    const { server, user } = await editing();
    await user.click(save());
    const undo = await screen.findByRole("button", { name: "Undo" });
    server.on("PUT /api/movies/7/", problem(412));
    await user.click(undo);
    expect(await screen.findByText(/Somebody changed this meanwhile/)).toBeVisible();
    expect(screen.getByRole("heading", { name: "Heat again" })).toBeVisible();
  });
});

describe("a film that is deleted", () => {
  afterEach(() => vi.useRealTimers());

  /** Batman, who has just pressed Delete on the page of Heat. */
  async function deleting() {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"], shouldAdvanceTime: true });
    const visited = visit("/movies", "batman");
    const { server, user } = visited;
    server.on("GET /api/movies/", page([HEAT, { ...HEAT, id: 8, title: "Alien" }]));
    server.on("GET /api/movies/7/", inVersion(HEAT_IN_FULL, '"1"'));
    server.on("DELETE /api/movies/7/", new Response(null, { status: 204 }));
    await user.click(await screen.findByRole("link", { name: "Heat" }));
    await user.click(await screen.findByRole("button", { name: "Delete the film" }));
    await screen.findByRole("link", { name: "Alien" });
    return visited;
  }
  const wait = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

  it("is shown as going, and deleted after six seconds, as the version that was seen", async () => {
    const { server } = await deleting();
    let matched: string | null = null;
    server.on("DELETE /api/movies/7/", (request) => {
      matched = request.headers.get("If-Match");
      return new Response(null, { status: 204 });
    });
    expect(screen.getByText("is going")).toBeVisible();
    expect(screen.queryByRole("link", { name: "Heat" })).toBeNull();
    await wait(4);
    expect(server.asked).not.toContain("DELETE /api/movies/7/");
    await wait(3);
    expect(matched).toBe('"1"');
    expect(screen.queryByText("is going")).toBeNull();
    expect(screen.getByText("“Heat” is deleted.", { selector: "p" })).toBeVisible();
    // What is gone is not asked for again on the way out.
    expect(server.asked.filter((operation) => operation === "GET /api/movies/7/")).toHaveLength(1);
  });

  it("stays where it is kept, and waits while somebody is at the notice", async () => {
    const { server, user } = await deleting();
    const keep = screen.getByRole("button", { name: "Keep it" });
    act(() => keep.focus());
    await wait(20);
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("link", { name: "Heat" })).toBeVisible();
    await wait(20);
    expect(server.asked).not.toContain("DELETE /api/movies/7/");
  });

  it("is shown again where the server refuses, and it is said why", async () => {
    const { server } = await deleting();
    server.on("DELETE /api/movies/7/", problem(403, { required_permission: "delete:movies" }));
    await wait(7);
    expect(await screen.findByRole("link", { name: "Heat" })).toBeVisible();
    expect(screen.getByText("This needs the ticket delete:movies.")).toBeVisible();
  });
});

describe("a film that is not there", () => {
  it.each(["/movies/7", "/movies/7/edit"])(
    "offers the way back to the films at %s",
    async (path) => {
      const { server, user, router } = visit(path, "batman");
      server.on("GET /api/movies/7/", problem(404));
      expect(await screen.findByText("This is not here")).toBeVisible();
      expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
      await user.click(screen.getByRole("link", { name: "Back to the films" }));
      await expect.poll(() => router.state.location.pathname).toBe("/movies");
    },
  );

  it("is shown no longer once the server says that it is gone", async () => {
    const { server, queryClient } = visit("/movies/7", "robin");
    server.on("GET /api/movies/7/", inVersion(HEAT_IN_FULL, '"1"'));
    await screen.findByText("A thief and a detective.");
    server.on("GET /api/movies/7/", problem(404));
    await queryClient.invalidateQueries({ queryKey: ["movies", "one"] });
    expect(await screen.findByText("This is not here")).toBeVisible();
    expect(screen.queryByText("A thief and a detective.")).toBeNull();
  });
});

describe("films that could not be had while the server was away", () => {
  it("come by themselves once it answers again", async () => {
    const { server } = visit("/movies", "robin");
    server.on("GET /api/movies/", problem(503, {}, { "Retry-After": "1" }));
    const away = () => {
      throw new TypeError("Failed to fetch");
    };
    await screen.findByRole("heading", { name: "Movies" });
    server.on("GET /me/permissions", away);
    expect(await screen.findByText("A part of Usher is not reachable")).toBeVisible();
    window.dispatchEvent(new Event("online"));
    await expect.poll(() => server.asked.at(-1)).toBe("GET /me/permissions");
    server.on("GET /api/movies/", page([HEAT]));
    server.on("GET /me/permissions", permissionsOf(PEOPLE.robin));
    expect(await screen.findByRole("link", { name: "Heat" })).toBeVisible();
  });
});

describe("two people changing the same film", () => {
  const BY_BATMAN = {
    at: "2026-11-21T13:00:00Z",
    by: { subject: "usher|1", name: "Batman" },
  };

  /** Batman in the form of Heat, the versions others save meanwhile, and what is sent. */
  async function editing(versions: object[]) {
    const visited = visit("/movies/7/edit", "batman");
    const { server } = visited;
    const sent: [string | null, Record<string, unknown>][] = [];
    let current = 1;
    const held = () => ({ ...HEAT_IN_FULL, last_change: null, ...versions[current - 2] });
    server.on("GET /api/movies/7/", () => inVersion(held(), `"${current}"`));
    server.on("PUT /api/movies/7/", async (request) => {
      const body = await request.json();
      sent.push([request.headers.get("If-Match"), body]);
      if (current <= versions.length) current += 1;
      if (request.headers.get("If-Match") !== `"${current}"`) return problem(412);
      return inVersion({ ...body, id: 7 }, '"saved"');
    });
    const title = await screen.findByRole("textbox", { name: "Title" });
    return { ...visited, sent, title, year: screen.getByRole("textbox", { name: "Year" }) };
  }

  const saveButton = () => screen.getByRole("button", { name: "Save the film" });

  it("keeps both changes where they are about different fields, and says whose the other was", async () => {
    const theirs = { title: "Heat, by her", last_change: BY_BATMAN };
    const { user, year, sent } = await editing([theirs]);
    await user.clear(year);
    await user.type(year, "1996");
    await user.click(saveButton());
    expect(await screen.findByRole("heading", { name: "Heat, by her" })).toBeVisible();
    expect(sent.map(([etag]) => etag)).toEqual(['"1"', '"2"']);
    expect(sent.at(-1)?.[1]).toMatchObject({ title: "Heat, by her", year: 1996 });
    const note = /^Saved, together with what Batman changed on Nov 21, 2026.*: Title\.$/;
    expect(screen.getAllByText(note)[0]).toBeVisible();
  });

  it("asks about the field both changed and no other, by keyboard, and saves what was chosen", async () => {
    const theirs = { title: "Heat, by her", genres: ["Drama"], last_change: BY_BATMAN };
    const { user, title, year, sent } = await editing([theirs]);
    await user.clear(title);
    await user.type(title, "Heat, by me");
    await user.clear(year);
    await user.type(year, "1996");
    await user.click(saveButton());
    const alert = await screen.findByRole("alert");
    expect(
      within(alert).getByRole("heading", { name: "Batman changed this meanwhile" }),
    ).toHaveFocus();
    expect(within(alert).getAllByRole("group")).toHaveLength(1);
    expect(within(alert).getByText(/That was on Nov 21, 2026/)).toBeVisible();
    expect(within(alert).getByText("Changed by Batman alone, and kept: Genres.")).toBeVisible();
    expect(title).toHaveValue("Heat, by me");
    expect(sent).toHaveLength(1);
    await user.click(within(alert).getByRole("button", { name: "Save the film" }));
    expect(within(alert).getByText("Choose one of the two.")).toBeVisible();
    expect(within(alert).getByRole("radio", { name: /Heat, by her/ })).toHaveFocus();
    expect(sent).toHaveLength(1);
    await user.keyboard("{ArrowDown}");
    expect(within(alert).getByRole("radio", { name: /Yours: Heat, by me/ })).toBeChecked();
    await user.tab();
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "Heat, by me" })).toBeVisible();
    expect(sent.at(-1)?.[0]).toBe('"2"');
    expect(sent.at(-1)?.[1]).toMatchObject({ year: 1996, genres: ["Drama"] });
  });

  it("takes theirs where that is chosen, and one's own for the rest", async () => {
    const { user, title, year, sent } = await editing([{ title: "Heat, by her" }]);
    await user.type(title, ", by me");
    await user.clear(year);
    await user.type(year, "1996");
    await user.click(saveButton());
    const alert = await screen.findByRole("alert");
    await user.click(within(alert).getByRole("radio", { name: "Saved by somebody: Heat, by her" }));
    await user.click(within(alert).getByRole("button", { name: "Save the film" }));
    await screen.findByRole("heading", { name: "Heat, by her" });
    expect(sent.at(-1)?.[1]).toMatchObject({ title: "Heat, by her", year: 1996 });
  });

  it("asks again where a third change comes between the answer and the save", async () => {
    const { user, title, sent } = await editing([{ title: "Second" }, { title: "Third" }]);
    await user.type(title, ", by me");
    await user.click(saveButton());
    await user.click(await screen.findByRole("radio", { name: /Yours/ }));
    await user.click(screen.getAllByRole("button", { name: "Save the film" })[0] as HTMLElement);
    await user.click(await screen.findByRole("radio", { name: /Saved by somebody: Third/ }));
    await user.click(screen.getAllByRole("button", { name: "Save the film" })[0] as HTMLElement);
    await screen.findByRole("heading", { name: "Third" });
    expect(sent.map(([etag]) => etag)).toEqual(['"1"', '"2"', '"3"']);
  });

  it("still asks after the page was loaded anew in between, and nothing typed is lost", async () => {
    const { user, title } = await editing([{ title: "Heat, by her" }]);
    await user.type(title, ", by me");
    await user.click(saveButton());
    await screen.findByRole("alert");
    cleanup();
    const again = visit("/movies/7/edit", "batman");
    again.server.on(
      "GET /api/movies/7/",
      inVersion({ ...HEAT_IN_FULL, title: "Heat, by her" }, '"2"'),
    );
    const matched: (string | null)[] = [];
    again.server.on("PUT /api/movies/7/", async (request) => {
      matched.push(request.headers.get("If-Match"));
      return problem(412);
    });
    expect(await screen.findByRole("textbox", { name: "Title" })).toHaveValue("Heat, by me");
    await again.user.click(saveButton());
    expect(await screen.findByRole("radio", { name: /Yours: Heat, by me/ })).not.toBeChecked();
    expect(matched).toEqual(['"1"']);
  });
});
