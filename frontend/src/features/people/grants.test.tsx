import { act, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Session } from "@/session/SessionContext";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { PEOPLE, permissionsOf, ROLES, rolesNamed, userInFull } from "@/testing/people";
import { inVersion, page, problem, type Server } from "@/testing/server";
import { CONFIG, visit } from "@/testing/visit";

const API = "/api/users/usher%7C2/";
/** As it is sent: by ids alone. */
const BOTH = [{ id: "1" }, { id: "2" }];
const AS_BEFORE = { roles: [{ id: "1" }], permissions: [] };
const EMPLOYEE = { roles: rolesNamed("Employees"), permissions: [] };

interface Arranged {
  before?: (server: Server) => void;
  changes?: Partial<Session>;
}

/** Batman at Robin's page, and what he sends: the version and the set. */
async function assign(answers: (() => Response)[] = [], { before, changes }: Arranged = {}) {
  const visited = visit("/people/usher%7C2", "batman", changes);
  before?.(visited.server);
  const sent: [string | null, object][] = [];
  visited.server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"r"'));
  visited.server.on(`GET ${API}grants/`, inVersion(EMPLOYEE, '"1"'));
  visited.server.on(`GET ${API}sole/`, { permissions: [] });
  visited.server.on(`PUT ${API}grants/`, async (request) => {
    const body = await request.json();
    sent.push([request.headers.get("If-Match"), body]);
    return answers[sent.length - 1]?.() ?? inVersion(body, `"${sent.length + 1}"`);
  });
  const managers = await screen.findByRole("checkbox", { name: "Managers" });
  return { ...visited, sent, managers };
}

const save = () => screen.getByRole("button", { name: "Save what Robin is given" });

describe("before anything is saved", () => {
  it("says what nobody would hold any more", async () => {
    const { user, server } = await assign();
    server.on(`GET ${API}sole/`, { permissions: ["read:books", "list:movies"] });
    await user.click(screen.getByRole("checkbox", { name: "Employees" }));
    await user.click(screen.getByRole("checkbox", { name: "list:movies" }));
    expect(await screen.findByText("Nobody would hold read:books any more.")).toBeVisible();
  });

  it("tells what will change, in words and to screen readers", async () => {
    const { user, sent } = await assign();
    await user.click(screen.getByRole("checkbox", { name: "Employees" }));
    await user.click(screen.getByRole("checkbox", { name: "write:books" }));
    await user.click(screen.getByRole("checkbox", { name: "read:books" }));
    const words = screen.getByText("What will change").closest("[role=status]") as HTMLElement;
    const tickets = (label: string) => {
      const list = within(words).getByRole("list", { name: label });
      return within(list)
        .getAllByRole("listitem")
        .map(({ textContent }) => textContent);
    };
    expect(tickets("Robin gains:")).toEqual(["write:books"]);
    expect(tickets("Robin loses:")).toEqual(["list:movies", "read:movies", "list:books"]);
    expect(sent).toEqual([]);
  });

  it("tells which roles come and go", async () => {
    const { user, managers } = await assign();
    await user.click(managers);
    expect(screen.getByText("Robin gets the role Managers.")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Employees" }));
    expect(screen.getByText("Robin no longer has the role Employees.")).toBeVisible();
  });

  it("says so when only the origin of a ticket changes", async () => {
    const { user } = await assign();
    await user.click(screen.getByRole("checkbox", { name: "read:books" }));
    expect(screen.getByText(/Robin holds the same tickets as before/)).toBeVisible();
  });

  it("leaves it as it was when asked", async () => {
    const { user, managers } = await assign();
    await user.click(managers);
    await user.click(screen.getByRole("button", { name: "Leave it as it was" }));
    expect(managers).not.toBeChecked();
    expect(screen.queryByText("What will change")).toBeNull();
  });
});

describe("by keyboard alone", () => {
  it("a role is given, saved, and taken back", async () => {
    const { user, sent, managers } = await assign();
    screen.getByRole("checkbox", { name: "Employees" }).focus();
    await user.tab();
    expect(screen.getByRole("link", { name: "Open the role Employees" })).toHaveFocus();
    await user.tab();
    expect(managers).toHaveFocus();
    await user.keyboard(" ");
    save().focus();
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Saved.")).toHaveFocus();
    await user.tab();
    expect(screen.getByRole("button", { name: "Undo" })).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(await screen.findByText(/Undone/)).toHaveFocus();
    expect(sent).toEqual([
      ['"1"', { roles: BOTH, permissions: [] }],
      ['"2"', AS_BEFORE],
    ]);
    expect(managers).not.toBeChecked();
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });
});

describe("the Undo", () => {
  it("is still there after a look at another page", async () => {
    const { user, server, router, sent, managers } = await assign();
    await user.click(managers);
    await user.click(save());
    await screen.findByText("Saved.");
    server.on(
      `GET ${API}grants/`,
      inVersion({ roles: rolesNamed("Employees", "Managers"), permissions: [] }, '"2"'),
    );
    await router.navigate({ to: "/books" });
    await screen.findByRole("heading", { name: "Books" });
    await router.navigate({ to: "/people/$id", params: { id: "usher|2" } });
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await expect.poll(() => sent.at(-1)).toEqual(['"2"', AS_BEFORE]);
  });

  it("does not undo what somebody else did since", async () => {
    const { user, server, sent, managers } = await assign([
      () => inVersion({ roles: rolesNamed("Employees", "Managers"), permissions: [] }, '"2"'),
      () => problem(412),
    ]);
    await user.click(managers);
    await user.click(save());
    await screen.findByText("Saved.");
    server.on(
      `GET ${API}grants/`,
      inVersion({ roles: rolesNamed("Managers"), permissions: [] }, '"7"'),
    );
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(await screen.findByText(/Undone/)).toHaveFocus();
    expect(sent.at(-1)).toEqual(['"7"', { roles: [], permissions: [] }]);
    expect(screen.getByText(/Somebody else changed Roles meanwhile/)).toBeVisible();
  });
});

describe("a tick set while a save is under way", () => {
  /** A save that the test answers when it likes. */
  async function saving() {
    let finish: (answer: Response) => void = () => undefined;
    const arranged = await assign();
    let isFirst = true;
    arranged.server.on(`PUT ${API}grants/`, async (request) => {
      const body = await request.json();
      arranged.sent.push([request.headers.get("If-Match"), body]);
      if (!isFirst) return inVersion(body, '"3"');
      isFirst = false;
      return new Promise<Response>((resolve) => {
        finish = resolve;
      });
    });
    await arranged.user.click(arranged.managers);
    await arranged.user.click(save());
    await expect.poll(() => arranged.sent.length).toBe(1);
    const late = screen.getByRole("checkbox", { name: "write:books" });
    await arranged.user.click(late);
    return { ...arranged, late, finish: (answer: Response) => finish(answer) };
  }

  it("stays set, is said to be not saved yet, and is saved with the next press", async () => {
    const { user, sent, late, finish } = await saving();
    finish(inVersion({ roles: rolesNamed("Employees", "Managers"), permissions: [] }, '"2"'));
    await expect.poll(() => screen.queryByText("Robin gets the role Managers.")).toBeNull();
    expect(late).toBeChecked();
    expect(screen.getByText("What will change")).toBeVisible();
    await user.click(save());
    await screen.findByText("Saved.");
    expect(sent.at(-1)).toEqual(['"2"', { roles: BOTH, permissions: ["write:books"] }]);
  });

  it("stays set beside what was refused", async () => {
    const { managers, late, finish } = await saving();
    finish(problem(409, { code: "last_role_editor" }));
    await screen.findByText("Nobody could edit roles any more");
    expect(managers).toBeChecked();
    expect(late).toBeChecked();
  });
});

describe("a choice that is not saved", () => {
  it("waits for its return, with the version it began from, and is named meanwhile", async () => {
    const { user, server, router, sent, managers } = await assign();
    await user.click(managers);
    await router.navigate({ to: "/books" });
    await screen.findByRole("heading", { name: "Books" });
    server.on(`GET ${API}grants/`, inVersion(EMPLOYEE, '"9"'));
    await user.click(await screen.findByRole("link", { name: "What Robin is given" }));
    expect(await screen.findByRole("checkbox", { name: "Managers" })).toBeChecked();
    expect(screen.getByText("You left the page before this was saved.")).toBeVisible();
    await user.click(save());
    await expect.poll(() => sent[0]?.[0]).toBe('"1"');
    await screen.findByText("Saved.");
    await router.navigate({ to: "/books" });
    await screen.findByRole("heading", { name: "Books" });
    expect(screen.queryByText(/Not saved yet/)).toBeNull();
  });

  it("is never shown as the choice for somebody else", async () => {
    const { user, server, router } = visit("/people/usher%7C3", "batman");
    for (const person of [PEOPLE.robin, PEOPLE.alfred]) {
      const address = `/api/users/${encodeURIComponent(person.subject)}/`;
      server.on(`GET ${address}`, inVersion(userInFull(person), '"r"'));
      server.on(`GET ${address}grants/`, inVersion(EMPLOYEE, '"1"'));
    }
    await screen.findByRole("checkbox", { name: "Managers" });
    await router.navigate({ to: "/people/$id", params: { id: "usher|2" } });
    await screen.findByRole("button", { name: "See as Robin" });
    await user.click(await screen.findByRole("checkbox", { name: "Managers" }));
    await router.navigate({ to: "/people/$id", params: { id: "usher|3" } });
    await screen.findByRole("button", { name: "See as Alfred" });
    expect(screen.getByRole("checkbox", { name: "Managers" })).not.toBeChecked();
  });

  it("stays where it is when the right to save it is taken away", async () => {
    const { user, queryClient, managers } = await assign();
    await user.click(managers);
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "edit:roles");
    act(() => {
      queryClient.setQueryData(PERMISSIONS_KEY, {
        ...permissionsOf(PEOPLE.batman),
        permissions: rest,
      });
    });
    expect(await screen.findByText(/this cannot be saved now/)).toBeVisible();
    expect(managers).toBeInTheDocument();
    expect(managers).toBeChecked();
  });

  it("can be dropped, and the focus stays on the page", async () => {
    const { user, managers } = await assign();
    await user.click(managers);
    await user.click(screen.getByRole("button", { name: "Leave it as it was" }));
    expect(document.activeElement).not.toBe(document.body);
  });
});

describe("what the one who gives does not hold", () => {
  const rest = PEOPLE.batman.permissions.filter((name) => name !== "delete:books");
  const holding = (server: Server) =>
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));

  it("cannot be chosen, alone or in a role, and it is said why", async () => {
    const { managers } = await assign([], { before: holding });
    expect(managers).toBeDisabled();
    expect(managers).toHaveAccessibleDescription(/You lack delete:books\./);
    expect(screen.getByText(/Greyed out is what gives more than you hold/)).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "delete:books" })).toBeDisabled();
    expect(screen.getByText(/Greyed out is what you lack/)).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "write:books" })).toBeEnabled();
  });

  it("cannot be taken, nor anything else from who has it", async () => {
    const { server } = visit("/people/usher%7C2", "batman");
    holding(server);
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"r"'));
    const grants = { roles: rolesNamed("Employees"), permissions: ["delete:books", "write:books"] };
    server.on(`GET ${API}grants/`, inVersion(grants, '"1"'));
    for (const name of ["Employees", "delete:books", "write:books"]) {
      expect(await screen.findByRole("checkbox", { name })).toBeDisabled();
      expect(screen.getByRole("checkbox", { name })).toBeChecked();
    }
    expect(screen.getByRole("checkbox", { name: "edit:books" })).toBeEnabled();
  });

  it("is also a role that receives every new ticket, for who does not receive them", async () => {
    const holder = { ...PEOPLE.batman, roles: ["Employees"] };
    const before = (server: Server) => server.on("GET /me/permissions", permissionsOf(holder));
    const { managers } = await assign([], { before });
    expect(managers).toBeDisabled();
    expect(managers).toHaveAccessibleDescription(/It receives every new ticket, and you do not\./);
    expect(screen.getByRole("checkbox", { name: "delete:books" })).toBeEnabled();
  });

  it("is also that one receives every new ticket, where a role is to be taken", async () => {
    const { server } = visit("/people/usher%7C2", "batman");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, roles: ["Employees"] }));
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"r"'));
    const grants = { roles: rolesNamed("Managers"), permissions: [] };
    server.on(`GET ${API}grants/`, inVersion(grants, '"1"'));
    expect(await screen.findByRole("checkbox", { name: "Managers" })).toBeDisabled();
  });

  it("can be given up where it is one's own, through an app that may use less of it", async () => {
    const { server } = visit("/people/usher%7C1", "batman");
    holding(server);
    server.on("GET /api/users/usher%7C1/", inVersion(userInFull(PEOPLE.batman), '"b"'));
    const grants = { roles: rolesNamed("Managers"), permissions: [] };
    server.on("GET /api/users/usher%7C1/grants/", inVersion(grants, '"1"'));
    expect(await screen.findByRole("checkbox", { name: "Managers" })).toBeEnabled();
  });

  it("may be given where the site lifts the rule", async () => {
    const config = { ...CONFIG, grantsUnheld: true };
    const { managers } = await assign([], { before: holding, changes: { config } });
    expect(managers).toBeEnabled();
    expect(screen.getByRole("checkbox", { name: "delete:books" })).toBeEnabled();
  });
});

describe("among many roles", () => {
  it("one is found by its name, and what is chosen stays in sight", async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      id: `${index + 10}`,
      name: `Shift ${index}`,
      permissions: [],
      members: 0,
      receives_new_permissions: false,
    }));
    const { user } = await assign([], {
      before: (server) => server.on("GET /api/roles/", page([...ROLES, ...many])),
    });
    await user.type(screen.getByRole("searchbox", { name: "Find a role" }), "shift 37");
    expect(screen.getByRole("checkbox", { name: "Shift 37" })).toBeVisible();
    expect(screen.queryByRole("checkbox", { name: "Shift 3" })).toBeNull();
    expect(screen.getByRole("checkbox", { name: "Employees" })).toBeChecked();
  });

  it("those that are given come first, and none moves while one chooses", async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      id: `${index + 10}`,
      name: `Aisle ${index + 10}`,
      permissions: [],
      members: 0,
      receives_new_permissions: false,
    }));
    const { user } = await assign([], {
      before: (server) => server.on("GET /api/roles/", page([...many, ...ROLES])),
    });
    const names = () =>
      within(screen.getByRole("group", { name: "Roles" }))
        .getAllByRole("checkbox")
        .map((choice) => choice.closest("label")?.querySelector("span")?.textContent);
    const before = names();
    expect(before.slice(0, 2)).toEqual(["Employees", "Aisle 10"]);
    await user.click(screen.getByRole("checkbox", { name: "Aisle 15" }));
    await user.click(save());
    await screen.findByText("Saved.");
    expect(names()).toEqual(before);
  });
});

describe("a refusal", () => {
  it("says that nobody could edit roles any more, and keeps the choice", async () => {
    const { user, managers } = await assign([() => problem(409, { code: "last_role_editor" })]);
    await user.click(managers);
    await user.click(save());
    expect(await screen.findByText("Nobody could edit roles any more")).toBeVisible();
    expect(screen.getByText(/Give edit:roles to somebody else first/)).toBeVisible();
    // The button was busy, and a browser takes the focus from such a one.
    expect(document.activeElement).toContainElement(screen.getByRole("alert"));
    expect(document.activeElement).not.toBe(document.body);
    expect(managers).toBeChecked();
  });

  it("names the tickets that the one who gives does not hold", async () => {
    const { user, managers } = await assign([
      () =>
        problem(403, {
          code: "unheld_permission",
          permissions: ["edit:roles", "list:audit"],
        }),
    ]);
    await user.click(managers);
    await user.click(save());
    expect(await screen.findByText("This takes tickets that you lack")).toBeVisible();
    const lacking = screen.getByRole("list", { name: "What you lack" });
    expect(lacking).toHaveTextContent("edit:roles");
    expect(lacking).toHaveTextContent("list:audit");
  });

  it("because somebody was faster keeps both, each tick by itself, and says so", async () => {
    const { user, server, sent, managers } = await assign([() => problem(412)]);
    await user.click(managers);
    server.on(`GET ${API}grants/`, inVersion({ roles: [], permissions: ["read:books"] }, '"5"'));
    await user.click(save());
    expect(await screen.findByText("Saved.")).toHaveFocus();
    expect(sent.at(-1)).toEqual(['"5"', { roles: [{ id: "2" }], permissions: ["read:books"] }]);
    const words = "Somebody else changed Roles and Given directly meanwhile. That is kept.";
    expect(screen.getByText(words)).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "read:books" })).toBeChecked();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByText(/Undone/);
    expect(sent.at(-1)?.[1]).toEqual({ roles: [], permissions: ["read:books"] });
  });
});
