import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { PEOPLE, permissionsOf, ROLES, userOf } from "@/testing/people";
import { inVersion, page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";

const [EMPLOYEES] = ROLES as [(typeof ROLES)[0]];
const MEMBERS = page([
  { id: "usher|2", name: "Robin", username: "robin" },
  { id: "usher|3", name: "", username: "alfred" },
]);
const PREVIEW = {
  gains: [{ permissions: ["write:movies"], names: ["Robin", "alfred"], count: 2 }],
  losses: [
    { permissions: ["read:books"], names: ["Robin"], count: 1 },
    { permissions: ["read:books", "list:books"], names: ["Dick", "Kate"], count: 12 },
  ],
  without_holder: ["read:books"],
};

/** Batman at the page of Employees, and what he sends: the version and the role. */
async function open(answers: (() => Response)[] = []) {
  const visited = visit("/roles/1", "batman");
  const sent: [string | null, object][] = [];
  const previewed: string[][] = [];
  visited.server.on("GET /api/roles/1/", inVersion(EMPLOYEES, '"1"'));
  visited.server.on("GET /api/roles/1/members/", MEMBERS);
  visited.server.on("GET /api/roles/1/preview/", (request) => {
    previewed.push(new URL(request.url).searchParams.getAll("permissions"));
    return PREVIEW;
  });
  visited.server.on("PUT /api/roles/1/", async (request) => {
    const body = await request.json();
    sent.push([request.headers.get("If-Match"), body]);
    return (
      answers[sent.length - 1]?.() ?? inVersion({ ...EMPLOYEES, ...body }, `"${sent.length + 1}"`)
    );
  });
  const grid = await screen.findByRole("table", { name: "What Employees gives" });
  return { ...visited, sent, previewed, grid };
}

const save = () => screen.getByRole("button", { name: "Save the role" });

describe("Robin, who holds nothing of roles", () => {
  it.each([
    ["/roles", "list:roles"],
    ["/roles/new", "write:roles"],
    ["/roles/1", "read:roles"],
  ])("is refused %s for want of %s", async (path, permission) => {
    const { server } = visit(path, "robin");
    expect(await screen.findByText(permission)).toBeVisible();
    expect(server.asked.some((operation) => operation.includes("/api/"))).toBe(false);
  });
});

describe("Batman without edit:roles and delete:roles", () => {
  it("reads the table, and finds nothing in it to change", async () => {
    const { server } = visit("/roles/1", "batman");
    const permissions = PEOPLE.batman.permissions.filter(
      (name) => !/(edit|delete):roles/.test(name),
    );
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions }));
    server.on("GET /api/roles/1/", inVersion(EMPLOYEES, '"1"'));
    server.on("GET /api/roles/1/members/", MEMBERS);
    const grid = await screen.findByRole("table", { name: "What Employees gives" });
    expect(within(grid).getByText("list:movies").closest("[data-held]")).toHaveTextContent(
      "list:movies (part of the role)",
    );
    expect(within(grid).getByText("edit:movies").closest("[data-held]")).toHaveTextContent(
      "edit:movies (not part of the role)",
    );
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Delete the role" })).toBeNull();
  });
});

describe("the list of roles", () => {
  it("says how many people have each", async () => {
    visit("/roles", "batman");
    const employees = (await screen.findByRole("link", { name: "Employees" })).closest("tr");
    expect(within(employees as HTMLElement).getByText("2 people")).toBeVisible();
    const managers = screen.getByRole("link", { name: "Managers" }).closest("tr");
    expect(within(managers as HTMLElement).getByText("1 person")).toBeVisible();
  });
});

describe("a role's page", () => {
  it("shows its tickets in a table of APIs and actions, and leads to its members", async () => {
    const { grid } = await open();
    const headings = within(grid).getAllByRole("columnheader");
    expect(headings.map((cell) => cell.textContent)).toEqual([
      "list",
      "read",
      "write",
      "edit",
      "delete",
      "suspend",
    ]);
    const movies = within(grid).getByRole("row", { name: /^Movies/ });
    expect(within(movies).getByRole("checkbox", { name: "list:movies" })).toBeChecked();
    expect(within(movies).getByRole("checkbox", { name: "edit:movies" })).not.toBeChecked();
    const audit = within(grid).getByRole("row", { name: /^Audit trail/ });
    expect(within(audit).getAllByText("none")).toHaveLength(5);
    expect(await screen.findByRole("link", { name: "Robin" })).toHaveAttribute(
      "href",
      "/people/usher|2",
    );
    expect(screen.getByRole("link", { name: "alfred" })).toBeVisible();
  });

  it("says who is affected before it is saved, by keyboard, and takes it back", async () => {
    const { user, grid, sent, previewed } = await open();
    within(grid).getByRole("checkbox", { name: "read:movies" }).focus();
    await user.tab();
    expect(within(grid).getByRole("checkbox", { name: "write:movies" })).toHaveFocus();
    await user.keyboard(" ");
    await user.click(within(grid).getByRole("checkbox", { name: "read:books" }));
    const gained = await screen.findByRole("list", { name: "Robin and alfred gain:" });
    expect(gained).toHaveTextContent("write:movies");
    expect(screen.getByRole("list", { name: "Robin loses:" })).toHaveTextContent("read:books");
    expect(screen.getByRole("list", { name: "Dick, Kate and 10 others lose:" })).toHaveTextContent(
      "read:bookslist:books",
    );
    expect(screen.getByText("Nobody would hold read:books any more.")).toBeVisible();
    expect([...(previewed.at(-1) ?? [])].sort()).toEqual(
      ["list:movies", "read:movies", "write:movies", "list:books"].sort(),
    );
    await user.click(save());
    expect(await screen.findByText("Saved.")).toHaveFocus();
    await user.keyboard("{Control>}z{/Control}");
    await screen.findByText(/Undone/);
    const changed = ["list:movies", "read:movies", "write:movies", "list:books"];
    expect(sent).toEqual([
      ['"1"', { name: "Employees", permissions: expect.arrayContaining(changed) }],
      ['"2"', { name: "Employees", permissions: EMPLOYEES.permissions }],
    ]);
    expect(within(grid).getByRole("checkbox", { name: "read:books" })).toBeChecked();
  });

  it("that holds what Batman lacks is not his to take from, to rename or to delete", async () => {
    const { server, queryClient, grid } = await open();
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "read:books");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));
    await queryClient.invalidateQueries({ queryKey: PERMISSIONS_KEY });
    const held = within(grid).getByRole("checkbox", { name: "list:movies" });
    await expect.poll(() => held).toBeDisabled();
    expect(within(grid).getByRole("checkbox", { name: "edit:movies" })).toBeEnabled();
    expect(screen.getByRole("textbox", { name: "Name" })).toBeDisabled();
    expect(screen.queryByRole("button", { name: "Delete the role" })).toBeNull();
    expect(screen.getByText(/take only from who holds no more than you/)).toBeVisible();
  });

  it("renames it, and sends no role without a name", async () => {
    const { user, sent } = await open();
    const name = screen.getByRole("textbox", { name: "Name" });
    await user.clear(name);
    expect(save()).toBeDisabled();
    await user.type(name, "Night shift");
    expect(screen.getByText("Employees will be called Night shift.")).toBeVisible();
    await user.click(save());
    expect(await screen.findByRole("heading", { name: "Night shift", level: 1 })).toBeVisible();
    expect(sent).toHaveLength(1);
  });

  it("goes to the name that the server refuses, and says there why, until it is changed", async () => {
    const sentence = "There is a role with the name Managers already.";
    const { user, sent } = await open([
      () =>
        problem(409, { field_errors: [{ field: "name", code: "name_taken", detail: sentence }] }),
    ]);
    const name = screen.getByRole("textbox", { name: "Name" });
    await user.clear(name);
    await user.type(name, "Managers");
    await user.click(save());
    await expect.poll(() => document.activeElement).toBe(name);
    expect(name).toHaveAccessibleDescription(sentence);
    await user.type(name, " by day");
    expect(screen.queryByText(sentence)).toBeNull();
    await user.click(save());
    expect(await screen.findByText("Saved.")).toHaveFocus();
    expect(sent).toHaveLength(2);
  });

  it("asks nobody to decide where only the number of members is new", async () => {
    const { user, server, grid, sent } = await open([() => problem(412)]);
    await user.click(within(grid).getByRole("checkbox", { name: "edit:books" }));
    server.on("GET /api/roles/1/", inVersion({ ...EMPLOYEES, members: 3 }, '"4"'));
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(sent.map(([version]) => version)).toEqual(['"1"', '"4"']);
  });

  it("is asked about a name that both changed, and keeps the ticks of both", async () => {
    const { user, server, grid, sent } = await open([() => problem(412)]);
    await user.click(within(grid).getByRole("checkbox", { name: "edit:books" }));
    await user.type(screen.getByRole("textbox", { name: "Name" }), " by night");
    const theirs = { ...EMPLOYEES, name: "Staff", permissions: ["list:movies"] };
    server.on("GET /api/roles/1/", inVersion(theirs, '"4"'));
    await user.click(save());
    const alert = await screen.findByRole("alert");
    expect(within(alert).getAllByRole("group")).toHaveLength(1);
    expect(within(alert).getByText("It was: Employees")).toBeVisible();
    await user.click(within(alert).getByRole("radio", { name: "Saved by somebody: Staff" }));
    await user.click(within(alert).getByRole("button", { name: "Save the role" }));
    await expect
      .poll(() => sent.at(-1))
      .toEqual(['"4"', { name: "Staff", permissions: ["list:movies", "edit:books"] }]);
  });

  it("is deleted only after it was said who loses what", async () => {
    const { user, server, router, previewed } = await open();
    server.on("DELETE /api/roles/1/", new Response(null, { status: 204 }));
    await user.click(screen.getByRole("button", { name: "Delete the role" }));
    expect(await screen.findByRole("list", { name: "Robin loses:" })).toHaveTextContent(
      "read:books",
    );
    expect(screen.getByText("Nobody would hold read:books any more.")).toBeVisible();
    expect(previewed.at(-1)).toEqual([]);
    expect(server.asked).not.toContain("DELETE /api/roles/1/");
    const dialog = screen.getByRole("dialog", { name: "Delete this role?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete the role" }));
    await expect.poll(() => router.state.location.pathname).toBe("/roles");
  });

  it("that is the last way to edit roles stays, and says why", async () => {
    const { user, server } = await open();
    const refusal = problem(409, { code: "last_role_editor" });
    server.on("DELETE /api/roles/1/", refusal);
    await user.click(screen.getByRole("button", { name: "Delete the role" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete this role?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete the role" }));
    expect(await screen.findByText("Nobody could edit roles any more")).toBeVisible();
  });
});

describe("the people who have a role", () => {
  async function changing() {
    const opened = await open();
    const changes: [string | null, object][] = [];
    const preview = (request: Request) => {
      const asked = new URL(request.url).searchParams;
      const affected = { permissions: ["list:movies"], names: ["Joker"], count: 1 };
      return {
        gains: asked.getAll("add").length > 0 ? [affected] : [],
        losses: asked.getAll("remove").length > 0 ? [{ ...affected, names: ["Robin"] }] : [],
        without_holder: [],
      };
    };
    opened.server.on("GET /api/roles/1/members/preview/", preview);
    opened.server.on("PATCH /api/roles/1/members/", async (request) => {
      const body = await request.json();
      changes.push([request.headers.get("If-Match"), body]);
      const ids: string[] = [...body.add, ...body.remove];
      return { results: ids.map((id) => resultOf(id, "changed")) };
    });
    return { ...opened, changes };
  }

  const resultOf = (id: string, outcome: string, code: string | null = null) => ({
    id,
    outcome,
    version: code ? null : `"of ${id}"`,
    code,
    detail: null,
  });

  async function taken() {
    const opened = await changing();
    const { user } = opened;
    for (const name of ["Robin", "alfred"]) {
      await user.click(await screen.findByRole("checkbox", { name: `Choose ${name}` }));
    }
    await user.click(screen.getByRole("button", { name: "Take it from 2 people" }));
    const dialog = within(await screen.findByRole("dialog"));
    const take = () => user.click(dialog.getByRole("button", { name: "Take it from 2 people" }));
    return { ...opened, dialog, take };
  }

  it("are given it back by Undo, in the versions that taking it left", async () => {
    const { user, changes, take } = await taken();
    await take();
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    const versions = { "usher|2": '"of usher|2"', "usher|3": '"of usher|3"' };
    await expect
      .poll(() => changes.at(-1))
      .toEqual([null, { add: ["usher|2", "usher|3"], remove: [], versions }]);
    expect((await screen.findAllByText("Undone. It is as it was before."))[0]).toBeVisible();
  });

  it("are named where they were changed meanwhile and so are left alone", async () => {
    const { user, server, take } = await taken();
    await take();
    server.on("PATCH /api/roles/1/members/", {
      results: [
        resultOf("usher|2", "refused", "precondition_failed"),
        resultOf("usher|3", "changed"),
      ],
    });
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect((await screen.findAllByText("Not undone for Robin."))[0]).toBeVisible();
    expect(screen.getByText(/changed what they are given meanwhile/)).toBeVisible();
  });

  it("are counted as done where something was changed for them", async () => {
    const { server, dialog, take } = await taken();
    server.on("PATCH /api/roles/1/members/", {
      results: [
        resultOf("usher|2", "refused", "unheld_permission"),
        resultOf("usher|3", "unchanged"),
      ],
    });
    await take();
    expect(await dialog.findByText("Nothing was changed.")).toBeVisible();
    expect(dialog.getByText(/You give only what you hold/)).toBeVisible();
  });

  it("are told through what they keep or hold it, whether it is given or taken", async () => {
    const { server, user } = await changing();
    const holding = (name: "robin" | "joker", roles: string[]) => ({
      ...userOf(PEOPLE[name]),
      roles: roles.map((id) => ({ id, name: id })),
    });
    server.on("GET /api/users/", page([holding("robin", ["1", "2"]), holding("joker", ["2"])]));
    await user.click(await screen.findByRole("checkbox", { name: "Choose Robin" }));
    await user.click(screen.getByRole("button", { name: "Take it from 1 person" }));
    expect(await screen.findByText("Robin keeps all of it, through Managers.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Leave it as it is" }));
    await user.click(screen.getByRole("button", { name: "Add people" }));
    await user.click(await screen.findByRole("checkbox", { name: /Joker/ }));
    await user.click(screen.getByRole("button", { name: "Give it to 1 person" }));
    expect(
      await screen.findByText("Joker holds all of it already, through Managers."),
    ).toBeVisible();
  });

  it("are found, chosen and given it, in the version of the role that was seen", async () => {
    const { user, server, changes } = await changing();
    server.on("GET /api/users/", page([userOf(PEOPLE.robin), userOf(PEOPLE.joker)]));
    await user.click(await screen.findByRole("button", { name: "Add people" }));
    await user.type(screen.getByRole("searchbox", { name: "Whom to give Employees" }), "jo");
    const found = await screen.findByRole("list", { name: "People found" });
    expect(await within(found).findByRole("checkbox", { name: /Robin/ })).toBeDisabled();
    await user.click(within(found).getByRole("checkbox", { name: /Joker/ }));
    await user.click(screen.getByRole("button", { name: "Give it to 1 person" }));
    const dialog = await screen.findByRole("dialog", { name: "Give the role Employees?" });
    expect(await within(dialog).findByText("Joker gains:")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Give it to 1 person" }));
    await expect.poll(() => changes).toEqual([['"1"', { add: ["usher|4"], remove: [] }]]);
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  });

  it("are chosen and lose it, after it was said what each loses", async () => {
    const { user, changes } = await changing();
    await user.click(await screen.findByRole("checkbox", { name: "Choose Robin" }));
    await user.click(screen.getByRole("button", { name: "Take it from 1 person" }));
    const dialog = await screen.findByRole("dialog", { name: "Take the role Employees away?" });
    expect(await within(dialog).findByText("Robin loses:")).toBeVisible();
    await user.click(within(dialog).getByRole("button", { name: "Take it from 1 person" }));
    await expect.poll(() => changes).toEqual([['"1"', { add: [], remove: ["usher|2"] }]]);
  });

  it("are not to be chosen by who may not edit roles", async () => {
    const { server } = visit("/roles/1", "batman");
    const permissions = PEOPLE.batman.permissions.filter((name) => name !== "edit:roles");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions }));
    server.on("GET /api/roles/1/", inVersion(EMPLOYEES, '"1"'));
    server.on("GET /api/roles/1/members/", MEMBERS);
    expect(await screen.findByRole("link", { name: "Robin" })).toBeVisible();
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Add people" })).toBeNull();
  });
});

describe("adding a role", () => {
  it("can be undone, by deleting the version that was made", async () => {
    const { user, server, router } = visit("/roles/new", "batman");
    server.on("POST /api/roles/", inVersion({ ...EMPLOYEES, id: "9", name: "Night" }, '"1"'));
    server.on("GET /api/roles/9/", inVersion({ ...EMPLOYEES, id: "9", name: "Night" }, '"1"'));
    server.on("GET /api/roles/9/members/", page([]));
    const deleted: (string | null)[] = [];
    server.on("DELETE /api/roles/9/", (request) => {
      deleted.push(request.headers.get("If-Match"));
      return new Response(null, { status: 204 });
    });
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "Night");
    await user.click(screen.getByRole("button", { name: "Add the role" }));
    expect((await screen.findAllByText("“Night” is added."))[0]).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await expect.poll(() => deleted).toEqual(['"1"']);
    await expect.poll(() => router.state.location.pathname).toBe("/roles");
  });

  it("sends its name and its tickets", async () => {
    const { user, server, router } = visit("/roles/new", "batman");
    let sent: object = {};
    server.on("POST /api/roles/", async (request) => {
      sent = await request.json();
      return { id: "9", members: 0, ...sent };
    });
    server.on("GET /api/roles/9/", inVersion({ ...EMPLOYEES, id: "9", members: 0 }, '"1"'));
    server.on("GET /api/roles/9/members/", page([]));
    await user.type(await screen.findByRole("textbox", { name: "Name" }), "Night shift");
    await user.click(await screen.findByRole("checkbox", { name: "list:movies" }));
    await user.click(screen.getByRole("button", { name: "Add the role" }));
    await expect.poll(() => router.state.location.pathname).toBe("/roles/9");
    expect(sent).toEqual({ name: "Night shift", permissions: ["list:movies"] });
  });
});
