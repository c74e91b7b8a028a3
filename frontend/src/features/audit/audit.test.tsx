import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { differencesOf } from "@/records/differencesOf";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";
import type { Entry } from "./api";
import { momentOf } from "./search";

const GIVEN: Entry = {
  id: 7,
  at: "2026-11-21T13:00:00Z",
  actor: { subject: "usher|1", name: "Batman" },
  action: "permission.granted",
  target: { kind: "user", id: "usher|2", name: "Robin" },
  before: { permissions: [] },
  after: { permissions: ["write:books"] },
  address: "127.0.0.1",
  request_id: "r",
};
const DAY = {
  day: "2026-11-21",
  since: "2026-11-21T00:00:00Z",
  until: "2026-11-22T00:00:00Z",
  refusals: 3,
  logins: 2,
  changes: 1,
};
const REFUSED = {
  subject: "usher|2",
  permission: "delete:books",
  minute: "2026-11-21T13:00:00Z",
  count: 3,
};

function open(
  path = "/audit",
  entries: object = page([GIVEN]),
  who: "batman" | "robin" = "batman",
) {
  const opened = visit(path, who);
  opened.server.on("GET /api/audit/", entries);
  opened.server.on("GET /api/audit/refusals/", page([REFUSED]));
  opened.server.on("GET /api/audit/days/", {
    zone: "UTC",
    login_action: "user.logged_in",
    days: [DAY],
  });
  return opened;
}

describe("the audit trail", () => {
  it("is refused to those without its ticket, and not asked for", async () => {
    const { server } = open("/audit", page([GIVEN]), "robin");
    expect(await screen.findByText("list:audit")).toBeVisible();
    expect(screen.queryByRole("link", { name: "Audit trail" })).toBeNull();
    expect(server.asked).not.toContain("GET /api/audit/");
  });

  it("says who changed what, and what came and went", async () => {
    const { user } = open();
    const row = await screen.findByRole("article", { name: /Robin/ });
    expect(row).toHaveTextContent("Ticket given directly");
    expect(within(row).getByRole("link", { name: "Robin" })).toHaveAttribute(
      "href",
      "/people/usher|2",
    );
    expect(within(row).getByRole("link", { name: "Batman" })).toBeVisible();
    expect(row).toHaveTextContent("added: write:books");
    expect(row).toHaveTextContent("127.0.0.1");
    await user.click(within(row).getByRole("button", { name: /^Details of/ }));
    expect(within(row).getByRole("link", { name: "Everything by Batman" })).toBeVisible();
    expect(within(row).getByText("permission.granted")).toBeVisible();
  });

  it("leads to no page that the reader may not open", async () => {
    const { server } = open();
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "read:users");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));
    const row = await screen.findByRole("article", { name: /Robin/ });
    expect(within(row).queryByRole("link")).toBeNull();
    expect(row).toHaveTextContent("Batman");
  });

  it("adds refusals up in a part of their own", async () => {
    open("/audit?list=refusals");
    const row = await screen.findByRole("article", { name: /delete:books/ });
    expect(row).toHaveTextContent("usher|2");
    expect(row).toHaveTextContent("3 times");
  });

  it("shows what was changed of films and books in a part of its own, by the same filters", async () => {
    const renamed = {
      id: 3,
      at: "2026-11-21T13:00:00Z",
      actor: { subject: "usher|2", name: "Robin", issuer: "https://here/", client: "kiosk" },
      action: "movie.changed",
      target: { kind: "movies.movie", id: "7", name: "Heat" },
      before: { title: "Haet", genres: ["Crime", "Drama"] },
      after: { title: "Heat", genres: ["Crime"] },
    };
    const file = { kind: "movies.file", id: "", name: "films.jsonl" };
    const read = { ...renamed, id: 2, action: "movie.imported", target: file, before: null };
    const { server, user } = open("/audit?actor=Robin");
    server.on("GET /api/audit/changes/", (request: Request) =>
      new URL(request.url).searchParams.get("actor") === "Robin" ? page([renamed, read]) : page([]),
    );
    await user.click(await screen.findByRole("link", { name: "Films and books" }));
    const row = await screen.findByRole("article", { name: "Changed: Heat" });
    expect(row).toHaveTextContent("through kiosk");
    expect(row).toHaveTextContent("before: Haet → after: Heat");
    expect(row).toHaveTextContent("removed: Drama");
    expect(row).not.toHaveTextContent("Crime");
    expect(within(row).getByRole("link", { name: "Heat" })).toHaveAttribute("href", "/movies/7");
    expect(within(row).getByText("Film")).toBeVisible();
    expect(within(row).getByText("Genres")).toBeVisible();
    const imported = screen.getByRole("article", { name: "Imported: films.jsonl" });
    expect(within(imported).getByText("File")).toBeVisible();
  });

  it("narrows the trail to the day of a bar, and says so in a chip that takes it away", async () => {
    const { user, router } = open();
    const chart = await screen.findByRole("list", { name: "Refusals by day" });
    await user.click(within(chart).getByRole("link", { name: /3/ }));
    const since = momentOf(DAY.since);
    expect(router.state.location.search).toMatchObject({ list: "refusals", since });
    for (const chip of await screen.findAllByRole("button", { name: /Take away/ })) {
      await user.click(chip);
    }
    await waitFor(() => expect(router.state.location.search).toEqual({ list: "refusals" }));
    // The chip that was pressed is gone, and the focus did not go with it.
    expect(document.activeElement).not.toBe(document.body);
  });

  it("shows everything about one thing, and not what has its number or its name", async () => {
    const { user, server, router } = open("/audit?list=records&target=7");
    const seen: URLSearchParams[] = [];
    const target = { kind: "movies.movie", id: "7", name: "Heat" };
    server.on("GET /api/audit/changes/", (request: Request) => {
      seen.push(new URL(request.url).searchParams);
      return page([{ ...GIVEN, action: "movie.changed", target, before: {}, after: {} }]);
    });
    await user.click(await screen.findByRole("button", { name: /^Details of/ }));
    await user.click(screen.getByRole("link", { name: "Everything about Heat" }));
    await waitFor(() => expect(seen.at(-1)?.get("target_kind")).toBe("movies.movie"));
    expect(seen.at(-1)?.get("target_id")).toBe("7");
    expect(seen.at(-1)?.has("target")).toBe(false);
    await user.click(
      await screen.findByRole("button", { name: "Take away the filter Only about Heat" }),
    );
    expect(router.state.location.search).toEqual({ list: "records" });
  });

  it("asks nothing of half a thing in the address", async () => {
    const { server, router } = open("/audit?target_kind=user");
    await screen.findByRole("article", { name: /Robin/ });
    expect(router.state.location.search).toEqual({});
    expect(server.asked).toContain("GET /api/audit/");
  });

  it("says where logins cannot be counted", async () => {
    const { server } = open();
    const days = [{ ...DAY, logins: null }];
    server.on("GET /api/audit/days/", { zone: "UTC", login_action: "", days });
    expect(await screen.findByText(/cannot count/)).toBeVisible();
    expect(screen.queryByRole("list", { name: "Logins by day" })).toBeNull();
  });

  it("saves what is shown, with the filters in force", async () => {
    const seen: URLSearchParams[] = [];
    const { user, server } = open("/audit?actor=Bat");
    const answer = page([GIVEN]);
    server.on("GET /api/audit/", (request: Request) => {
      seen.push(new URL(request.url).searchParams);
      return answer;
    });
    URL.createObjectURL = () => "blob:x";
    await user.click(await screen.findByRole("button", { name: "Download as JSON Lines" }));
    await waitFor(() => expect(seen.at(-1)?.get("format")).toBe("jsonl"));
    expect(seen.at(-1)?.get("actor")).toBe("Bat");
    expect(seen.at(-1)?.has("page_size")).toBe(false);
  });

  it("calls those who were refused by their names, and asks for each once", async () => {
    const { server } = open("/audit?list=refusals");
    const rows = [REFUSED, { ...REFUSED, permission: "" }, { ...REFUSED, subject: "a-machine" }];
    server.on("GET /api/audit/refusals/", page(rows));
    server.on("GET /api/users/usher%7C2/", { name: "Robin", username: "robin" });
    server.on("GET /api/users/a-machine/", problem(404));
    expect(await screen.findByRole("article", { name: "Robin delete:books" })).toBeVisible();
    expect(screen.getByRole("article", { name: /a-machine/ })).toBeVisible();
    const asked = server.asked.filter((operation) => operation === "GET /api/users/usher%7C2/");
    expect(asked).toHaveLength(1);
  });

  it("asks for no names where people may not be read", async () => {
    const { server } = open("/audit?list=refusals");
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "read:users");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));
    expect(await screen.findByText("usher|2")).toBeVisible();
    expect(server.asked).not.toContain("GET /api/users/usher%7C2/");
  });

  it("asks for what the address and the fields say, in the server's time", async () => {
    const seen: URLSearchParams[] = [];
    const { user, server, router } = open("/audit?since=2026-11-21T13:00&action=role");
    server.on("GET /api/audit/", (request: Request) => {
      seen.push(new URL(request.url).searchParams);
      return page([GIVEN]);
    });
    await user.type(await screen.findByRole("searchbox", { name: "Who" }), "Bat");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ actor: "Bat" }));
    await waitFor(() => expect(seen.at(-1)?.get("actor")).toBe("Bat"));
    expect(seen.at(-1)?.get("action")).toBe("role");
    expect(seen.at(-1)?.get("since")).toBe(new Date("2026-11-21T13:00").toISOString());
  });

  it("offers to clear the filters where nothing matches", async () => {
    const { user, router } = open("/audit?actor=nobody", page([]));
    await user.click(await screen.findByRole("button", { name: "Clear the filters" }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it("brings older changes on demand", async () => {
    const older = { ...GIVEN, id: 6, target: { kind: "role", id: "1", name: "Employees" } };
    const { user, server } = open();
    server.on("GET /api/audit/", (request: Request) =>
      new URL(request.url).searchParams.has("cursor")
        ? page([older])
        : page([GIVEN], "http://localhost:8000/api/audit/?cursor=abc"),
    );
    await user.click(await screen.findByRole("button", { name: "Show older ones" }));
    expect(await screen.findByRole("article", { name: /Employees/ })).toBeVisible();
  });

  it("says what went wrong, and offers to try again", async () => {
    open("/audit", problem(403, { required_permission: "list:audit" }));
    expect((await screen.findAllByText("list:audit")).length).toBeGreaterThan(0);
  });
});

describe("what differs", () => {
  const given = (field: string, removed: string[], added: string[]) => ({
    field,
    kind: "items",
    removed: removed.map((text) => ({ text })),
    added: added.map((text) => ({ text })),
  });
  it.each([
    [{ roles: ["A"] }, { roles: ["A", "B"] }, [given("roles", [], ["B"])]],
    [
      { permissions: ["a:b", "c:d"] },
      { permissions: [] },
      [given("permissions", ["a:b", "c:d"], [])],
    ],
    [null, { permission: "a:b" }, [given("permission", [], ["a:b"])]],
    [
      { roles: [{ id: "2", name: "A" }] },
      { roles: [{ id: "2", name: "Renamed" }] },
      [
        {
          field: "roles",
          kind: "value",
          before: [{ id: "2", name: "A" }],
          after: [{ id: "2", name: "Renamed" }],
        },
      ],
    ],
    [
      { active: true, name: "R" },
      { active: false, name: "R" },
      [{ field: "active", kind: "value", before: true, after: false }],
    ],
    [
      null,
      { name: "Guests", email: "" },
      [{ field: "name", kind: "value", before: undefined, after: "Guests" }],
    ],
    [null, null, []],
  ])("from %j to %j", (before, after, differences) => {
    expect(differencesOf({ before, after })).toEqual(differences);
  });
});
