import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";
import type { Entry } from "./api";
import { changesInWords } from "./format";

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
  return opened;
}

describe("the audit trail", () => {
  it("is refused to those without its ticket, and not asked for", async () => {
    const { server } = open("/audit", page([GIVEN]), "robin");
    expect(await screen.findByText("list:audit")).toBeVisible();
    expect(screen.queryByRole("link", { name: "Audit trail" })).toBeNull();
    expect(server.asked).not.toContain("GET /api/audit/");
  });

  it("says who changed what, from what to what", async () => {
    open();
    const table = await screen.findByRole("table", { name: "changes" });
    const row = within(table).getByRole("row", { name: /Robin/ });
    expect(row).toHaveTextContent("Batman");
    expect(row).toHaveTextContent("Robin was given a ticket directly");
    expect(row).toHaveTextContent("permissions: none → write:books");
    expect(row).toHaveTextContent("from 127.0.0.1");
  });

  it("adds refusals up in a table of their own", async () => {
    open();
    const table = await screen.findByRole("table", { name: "refusals" });
    expect(within(table).getByRole("row", { name: /delete:books/ })).toHaveTextContent("usher|2");
  });

  it("shows what was changed of films and books in a table of its own, by the same filters", async () => {
    const renamed = {
      id: 3,
      at: "2026-11-21T13:00:00Z",
      actor: { subject: "usher|2", name: "Robin", issuer: "https://here/", client: "kiosk" },
      action: "movie.changed",
      target: { kind: "movies.movie", id: "7", name: "Heat" },
      before: { title: "Haet" },
      after: { title: "Heat" },
    };
    const file = { kind: "file", id: "", name: "films.jsonl" };
    const read = { ...renamed, id: 2, action: "movie.imported", target: file, after: { read: 9 } };
    const { server } = open("/audit?actor=Robin");
    server.on("GET /api/audit/changes/", (request: Request) =>
      new URL(request.url).searchParams.get("actor") === "Robin" ? page([renamed, read]) : page([]),
    );
    const table = await screen.findByRole("table", { name: "changes of records" });
    const row = within(table).getByRole("row", { name: /Heat was/ });
    expect(row).toHaveTextContent("Robin");
    expect(row).toHaveTextContent("through kiosk");
    expect(row).toHaveTextContent("The movie Heat was changed");
    expect(row).toHaveTextContent("title: Haet → Heat");
    expect(within(table).getByText(/was imported/)).toHaveTextContent("The file films.jsonl");
  });

  it("calls those who were refused by their names, and asks for each once", async () => {
    const { server } = open();
    const rows = [REFUSED, { ...REFUSED, permission: "" }, { ...REFUSED, subject: "a-machine" }];
    server.on("GET /api/audit/refusals/", page(rows));
    server.on("GET /api/users/usher%7C2/", { name: "Robin", username: "robin" });
    server.on("GET /api/users/a-machine/", problem(404));
    const table = await screen.findByRole("table", { name: "refusals" });
    const named = await within(table).findByRole("row", { name: /Robin usher\|2 delete:books/ });
    expect(named).toBeVisible();
    expect(within(table).getByRole("row", { name: /a-machine/ })).toBeVisible();
    const asked = server.asked.filter((operation) => operation === "GET /api/users/usher%7C2/");
    expect(asked).toHaveLength(1);
  });

  it("asks for no names where people may not be read", async () => {
    const { server } = open();
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "read:users");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));
    const table = await screen.findByRole("table", { name: "refusals" });
    expect(within(table).getByText("usher|2")).toBeVisible();
    expect(server.asked).not.toContain("GET /api/users/usher%7C2/");
  });

  it("asks for what the address and the fields say, in the server's time", async () => {
    const seen: URLSearchParams[] = [];
    const { user, server, router } = open("/audit?since=2026-11-21T13:00&action=role");
    server.on("GET /api/audit/", (request: Request) => {
      seen.push(new URL(request.url).searchParams);
      return page([GIVEN]);
    });
    await user.type(await screen.findByRole("searchbox", { name: "Who made the change" }), "Bat");
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
    await user.click(await screen.findByRole("button", { name: "More changes" }));
    expect(await screen.findByRole("row", { name: /Employees/ })).toBeVisible();
  });

  it("says what went wrong, and offers to try again", async () => {
    open("/audit", problem(403, { required_permission: "list:audit" }));
    expect((await screen.findAllByText("list:audit")).length).toBeGreaterThan(0);
  });
});

describe("a change in words", () => {
  it.each([
    [{ roles: ["A"] }, { roles: ["A", "B"] }, ["roles: A → A and B"]],
    [{ roles: [] }, { roles: [{ id: "2", name: "A" }] }, ["roles: none → A (2)"]],
    [{ active: true, name: "R" }, { active: false, name: "R" }, ["active: yes → no"]],
    [null, { name: "Guests", email: "" }, ["name: Guests"]],
    [null, { name: "Guests", active: true }, ["name: Guests; active: yes"]],
    [{ name: "Guests" }, null, ["was name: Guests"]],
    [null, null, []],
  ])("from %j to %j", (before, after, words) => {
    expect(changesInWords({ before, after })).toEqual(words);
  });
});
