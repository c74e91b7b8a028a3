import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { PEOPLE, permissionsOf, rolesNamed, userInFull, userOf } from "@/testing/people";
import { inVersion, page, problem } from "@/testing/server";
import { CONFIG, visit } from "@/testing/visit";

const ROBIN = "/people/usher%7C2";
const API = "/api/users/usher%7C2/";

describe("Robin, who holds nothing of people", () => {
  it("sees no menu entry, and is told which ticket the list needs", async () => {
    const { server } = visit("/people", "robin");
    expect(await screen.findByText("list:users")).toBeVisible();
    expect(screen.queryByRole("link", { name: "People" })).toBeNull();
    expect(server.asked).not.toContain("GET /api/users/");
  });

  it.each([
    ["/people/new", "write:users"],
    [ROBIN, "read:users"],
    [`${ROBIN}/edit`, "edit:users"],
  ])("is refused %s for want of %s", async (path, permission) => {
    const { server } = visit(path, "robin");
    expect(await screen.findByText(permission)).toBeVisible();
    expect(server.asked.some((operation) => operation.includes("/api/"))).toBe(false);
  });
});

describe("the list of people", () => {
  it("shows roles, direct permissions and the state in words", async () => {
    const { server } = visit("/people", "batman");
    const closed = { ...userOf(PEOPLE.joker), active: false };
    server.on("GET /api/users/", page([userOf(PEOPLE.alfred), closed]));
    const alfred = (await screen.findByRole("link", { name: "Alfred" })).closest("tr");
    expect(within(alfred as HTMLElement).getByText("Employees")).toBeVisible();
    expect(within(alfred as HTMLElement).getByText("write:books")).toBeVisible();
    expect(within(alfred as HTMLElement).getByText("may log in")).toBeVisible();
    const joker = screen.getByRole("link", { name: "Joker" }).closest("tr");
    expect(within(joker as HTMLElement).getByText("no role")).toBeVisible();
    expect(within(joker as HTMLElement).getByText("may not log in")).toBeVisible();
  });

  it("says at its top how many there are, of those that are looked for too", async () => {
    const { server, user } = visit("/people", "batman");
    server.on("GET /api/users/", (request) =>
      request.url.includes("cursor")
        ? new Promise<never>(() => {})
        : page([userOf(PEOPLE.alfred)], "/api/users/?cursor=x"),
    );
    server.on("GET /api/users/count/", (request) => {
      const all = new URL(request.url).search === "";
      return Response.json(all ? { count: 2412, exact: true } : { count: 1200, exact: false });
    });
    expect(await screen.findByText("2,412 people")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "al");
    expect(await screen.findByText("About 1,200 people", { selector: "strong" })).toBeVisible();
  });

  it("says of a tenant's people what was not asked, and adds nobody there", async () => {
    const config = { ...CONFIG, tenantDirectory: true };
    const { server } = visit("/people", "batman", { config });
    server.on(
      "GET /api/users/",
      page([{ ...userOf(PEOPLE.alfred), roles: null, permissions: null }]),
    );
    const alfred = (await screen.findByRole("link", { name: "Alfred" })).closest("tr");
    expect(within(alfred as HTMLElement).getAllByText("not asked yet")).toHaveLength(2);
    expect(screen.queryByRole("link", { name: "Add a person" })).toBeNull();
    server.on("GET /api/users/", page([userOf(PEOPLE.alfred)]));
    await screen.findByText("Employees", {}, { timeout: 5000 });
  });

  it("tells two people of one name apart on a phone, and who may not log in", async () => {
    const phone = { ...window.matchMedia(""), matches: false };
    vi.spyOn(window, "matchMedia").mockReturnValue(phone);
    const { server } = visit("/people", "batman");
    const other = { ...userOf(PEOPLE.robin), id: "usher|9", username: "dick", active: false };
    server.on("GET /api/users/", page([userOf(PEOPLE.robin), other]));
    const [first, second] = await screen.findAllByRole("article");
    expect(first).toHaveTextContent("Robinrobin");
    expect(second).toHaveTextContent("Robindick");
    expect(within(second as HTMLElement).getByText("may not log in")).toHaveAttribute(
      "data-closed",
    );
  });

  it("asks the server for a name and a role, and keeps both in the address", async () => {
    const { server, user, router } = visit("/people", "batman");
    const queries: object[] = [];
    server.on("GET /api/users/", (request) => {
      queries.push(Object.fromEntries(new URL(request.url).searchParams));
      return page([]);
    });
    await user.type(await screen.findByRole("searchbox"), "rob");
    const choice = await screen.findByRole("combobox", { name: "Role" });
    await user.selectOptions(choice, "Employees");
    // By the id: what is called so may be another role tomorrow.
    const wanted = { search: "rob", role: "1" };
    await expect.poll(() => router.state.location.search).toEqual(wanted);
    await expect.poll(() => queries.at(-1)).toEqual({ ...wanted, page_size: "50" });
  });
});

describe("a person's page", () => {
  it("offers no change of somebody who holds more than the reader, and says why", async () => {
    const { server } = visit(ROBIN, "batman");
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "read:books");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"1"'));
    server.on(`GET ${API}grants/`, inVersion({ roles: [], permissions: [] }, '"1"'));
    expect(await screen.findByRole("list", { name: "What you lack" })).toHaveTextContent(
      "read:books",
    );
    expect(screen.queryByRole("link", { name: /^Edit/ })).toBeNull();
  });

  it("suspends somebody after saying what that does, and says that it is done", async () => {
    const { server, user } = visit(ROBIN, "batman");
    const robin = userInFull(PEOPLE.robin);
    server.on(`GET ${API}`, inVersion(robin, '"1"'));
    server.on(`GET ${API}grants/`, inVersion({ roles: [], permissions: [] }, '"1"'));
    server.on(`GET ${API}sole/`, { permissions: ["list:books"] });
    server.on(`POST ${API}suspend/`, () => {
      server.on(`GET ${API}`, inVersion({ ...robin, active: false, held: [] }, '"2"'));
      return new Response(null, { status: 204 });
    });
    await user.click(await screen.findByRole("button", { name: "Suspend Robin" }));
    const dialog = await screen.findByRole("dialog", { name: "Suspend Robin?" });
    expect(dialog).toHaveTextContent(/logged out everywhere/);
    expect(await within(dialog).findByText("Nobody would hold list:books any more.")).toBeVisible();
    expect(server.asked).not.toContain(`POST ${API}suspend/`);
    await user.click(within(dialog).getByRole("button", { name: "Suspend now" }));
    expect(await screen.findByText("may not log in")).toBeVisible();
    expect(screen.getByText("Robin is suspended.")).toBeInTheDocument();
    await expect.poll(() => screen.queryByRole("button", { name: "Suspend Robin" })).toBeNull();
    expect(document.activeElement).not.toBe(document.body);
  });

  it("says why somebody is not suspended, and offers it to nobody without suspend:users", async () => {
    const { server, user, queryClient } = visit(ROBIN, "batman");
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"1"'));
    server.on(`GET ${API}grants/`, inVersion({ roles: [], permissions: [] }, '"1"'));
    server.on(`GET ${API}sole/`, { permissions: [] });
    const refusal = { code: "nobody_to_undo", detail: "It takes another." };
    server.on(`POST ${API}suspend/`, problem(409, refusal));
    await user.click(await screen.findByRole("button", { name: "Suspend Robin" }));
    await user.click(await screen.findByRole("button", { name: "Suspend now" }));
    expect(await screen.findByText("Not suspended")).toBeVisible();
    expect(screen.getByText("It takes another.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Keep it as it is" }));
    const rest = PEOPLE.batman.permissions.filter((name) => name !== "suspend:users");
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions: rest }));
    await queryClient.invalidateQueries({ queryKey: PERMISSIONS_KEY });
    await expect.poll(() => screen.queryByRole("button", { name: "Suspend Robin" })).toBeNull();
  });

  it("says before somebody suspends themselves that they could not undo it", async () => {
    const { server, user } = visit("/people/usher%7C1", "batman");
    server.on("GET /api/users/usher%7C1/", inVersion(userInFull(PEOPLE.batman), '"1"'));
    server.on("GET /api/users/usher%7C1/grants/", inVersion({ roles: [], permissions: [] }, '"1"'));
    server.on("GET /api/users/usher%7C1/sole/", { permissions: [] });
    await user.click(await screen.findByRole("button", { name: "Suspend Batman" }));
    expect(await screen.findByText(/you could not let yourself in again/)).toBeVisible();
  });

  it("says of each ticket by what it is held, who gave that and when, and what would give it", async () => {
    const { server } = visit("/people/usher%7C3", "batman");
    const api = "/api/users/usher%7C3/";
    const batman = { subject: "usher|1", name: "Batman" };
    const demo = { subject: "command:demo", name: "" };
    server.on(`GET ${api}`, inVersion(userInFull(PEOPLE.alfred), '"1"'));
    server.on(
      `GET ${api}grants/`,
      inVersion({ roles: rolesNamed("Employees"), permissions: ["write:books"] }, '"1"'),
    );
    server.on(`GET ${api}grants/history/`, {
      roles: [
        {
          id: "1",
          name: "Employees",
          at: "2026-05-03T08:00:00Z",
          by: demo,
          added_later: [{ name: "read:books", at: "2026-06-04T08:00:00Z", by: batman }],
        },
      ],
      permissions: [{ name: "write:books", at: "2026-07-05T08:00:00Z", by: batman }],
    });
    const books = await screen.findByRole("list", { name: "Tickets of Alfred: Books" });
    await within(books).findByText(/from Batman/);
    const lines = within(books)
      .getAllByRole("listitem")
      .map((line) => line.textContent);
    expect(lines).toEqual([
      expect.stringMatching(/^list:books \(held\)through Employeesfrom the demo, .*2026$/),
      expect.stringMatching(/^read:books \(held\)through Employeesadded to it by Batman, .*2026$/),
      expect.stringMatching(/^write:books \(held\)given directlyfrom Batman, .*2026$/),
      "edit:books (missing)Managers would give these",
      "delete:books (missing)",
    ]);
    expect(within(books).getAllByRole("link", { name: "Employees" })[0]).toHaveAttribute(
      "href",
      "/roles/1",
    );
  });

  it("tells the last login and the second factor, and what only a tenant knows", async () => {
    const { server } = visit(ROBIN, "batman");
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"1"'));
    server.on(`GET ${API}logins/`, { last_login: null, second_factor: null });
    expect(await screen.findByText("not yet")).toBeVisible();
    expect(screen.getByText("known to the login server only")).toBeVisible();
  });

  it("offers nothing to give to those who may not edit roles, nor to edit without edit:users", async () => {
    const { server } = visit(ROBIN, "batman");
    const permissions = PEOPLE.batman.permissions.filter(
      (name) => !/edit:(roles|users)/.test(name),
    );
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions }));
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"1"'));
    expect(await screen.findByRole("list", { name: "Tickets of Robin: Books" })).toBeVisible();
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByRole("link", { name: /^Edit/ })).toBeNull();
    expect(server.asked).not.toContain(`GET ${API}grants/`);
  });
});

describe("a person who may not log in", () => {
  it("holds nothing, and keeps what they were given", async () => {
    const { server } = visit(ROBIN, "batman");
    const closed = { ...userInFull(PEOPLE.robin), active: false, held: [] };
    server.on(`GET ${API}`, inVersion(closed, '"1"'));
    server.on(
      `GET ${API}grants/`,
      inVersion({ roles: rolesNamed("Employees"), permissions: [] }, '"1"'),
    );
    expect(await screen.findByText(/Robin may not log in, so holds no tickets now/)).toBeVisible();
    const movies = await screen.findByRole("list", { name: "Tickets of Robin: Movies" });
    expect(within(movies).getAllByRole("listitem")[0]).toHaveTextContent(
      "list:movies (missing)through Employees",
    );
  });
});

describe("several people chosen in the list", () => {
  async function choose(results: object[]) {
    const visited = visit("/people", "batman");
    const { server, user } = visited;
    const sent: object[] = [];
    server.on(
      "GET /api/users/",
      page([userOf(PEOPLE.robin), { ...userOf(PEOPLE.joker), active: false }]),
    );
    server.on("GET /api/roles/2/members/preview/", {
      gains: [{ permissions: ["edit:books"], names: ["Robin"], count: 1 }],
      losses: [],
      without_holder: [],
    });
    server.on("PATCH /api/roles/2/members/", async (request) => {
      sent.push(await request.json());
      return { results };
    });
    await user.click(await screen.findByRole("checkbox", { name: "Choose Robin" }));
    await user.click(screen.getByRole("checkbox", { name: "Choose Joker" }));
    await user.selectOptions(
      screen.getByRole("combobox", { name: "Role to give or take" }),
      "Managers",
    );
    await user.click(screen.getByRole("button", { name: "Give the role" }));
    const dialog = await screen.findByRole("dialog", { name: "Give the role Managers?" });
    expect(await within(dialog).findByText("Robin gains:")).toBeVisible();
    expect(within(dialog).getByText("Joker may not log in, so holds nothing now.")).toBeVisible();
    expect(sent).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Give it to 2 people" }));
    return { ...visited, sent, dialog };
  }
  const changed = (id: string) => ({
    id,
    outcome: "changed",
    version: `"of ${id}"`,
    code: null,
    detail: null,
  });

  it("get a role at once, after it was said who gains what, and it can be taken back", async () => {
    const { user, sent } = await choose([changed("usher|2"), changed("usher|4")]);
    await expect.poll(() => sent).toEqual([{ add: ["usher|2", "usher|4"], remove: [] }]);
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByText("2 people chosen")).toBeNull();
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await expect
      .poll(() => sent.at(-1))
      .toEqual({
        add: [],
        remove: ["usher|2", "usher|4"],
        versions: { "usher|2": '"of usher|2"', "usher|4": '"of usher|4"' },
      });
  });

  it("are told one by one of whom it was refused", async () => {
    const refusal = { outcome: "refused", code: "unheld_permission", detail: "You lack it." };
    const { dialog } = await choose([changed("usher|2"), { id: "usher|4", ...refusal }]);
    const alert = await within(dialog).findByRole("alert");
    expect(alert).toHaveTextContent("Done for 1 person. For these it was refused:");
    expect(alert).toHaveTextContent(/Joker.*You give only what you hold/);
    expect(alert).not.toHaveTextContent("Robin");
  });
});

describe("editing a person", () => {
  it("keeps what somebody else changed meanwhile, and says so", async () => {
    const { server, user } = visit(`${ROBIN}/edit`, "batman");
    const robin = userInFull(PEOPLE.robin);
    const sent: [string | null, object][] = [];
    server.on(`GET ${API}`, inVersion(robin, '"1"'));
    server.on(`PATCH ${API}`, async (request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? problem(412) : inVersion(robin, '"3"');
    });
    await user.selectOptions(
      await screen.findByRole("combobox", { name: "State" }),
      "may not log in",
    );
    server.on(`GET ${API}`, inVersion({ ...robin, email: "boy@wonder.example" }, '"2"'));
    await user.click(screen.getByRole("button", { name: "Save the person" }));
    const body = { name: "Robin", email: "robin@usher.example", active: false };
    await expect
      .poll(() => sent)
      .toEqual([
        ['"1"', body],
        ['"2"', { ...body, email: "boy@wonder.example" }],
      ]);
    const note = "Saved, together with what somebody changed meanwhile: E-mail.";
    expect((await screen.findAllByText(note))[0]).toBeVisible();
  });
});

describe("adding a person", () => {
  const link = "http://localhost:8000/u/choose/abc-123/";

  async function add(answer: object) {
    const visited = visit("/people/new", "batman");
    visited.server.on("POST /api/users/", answer);
    await visited.user.type(await screen.findByRole("textbox", { name: "User name" }), "robin");
    await visited.user.type(screen.getByRole("textbox", { name: "Name" }), "Robin");
    await visited.user.click(screen.getByRole("button", { name: "Add the person" }));
    return visited;
  }

  it("shows the one-time link, says what to do with it, and copies it", async () => {
    const { user } = await add({ ...userOf(PEOPLE.robin), link });
    expect(await screen.findByRole("textbox", { name: "The one-time link" })).toHaveValue(link);
    expect(screen.getByText(/It works once, and you see it only now/)).toBeVisible();
    expect(screen.getByRole("heading", { name: "Send Robin this link" })).toHaveFocus();
    const write = vi.spyOn(navigator.clipboard, "writeText");
    await user.click(screen.getByRole("button", { name: "Copy the link" }));
    expect(write).toHaveBeenCalledWith(link);
    expect(sessionStorage).toHaveLength(0);
  });

  it("says that nothing is to be sent where the provider gives no link", async () => {
    await add({ ...userOf(PEOPLE.robin), link: null });
    expect(await screen.findByText(/You have nothing to send/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Copy the link" })).toBeNull();
  });

  it("says at the field that a name is taken, and keeps the text", async () => {
    const sentence = "Somebody is called robin already.";
    await add(
      problem(409, {
        code: "name_taken",
        detail: sentence,
        field_errors: [{ field: "username", code: "name_taken", detail: sentence }],
      }),
    );
    const username = await screen.findByRole("textbox", { name: "User name" });
    await expect.poll(() => document.activeElement).toBe(username);
    expect(screen.getByText(sentence)).toBeVisible();
    expect(username).toHaveValue("robin");
  });
});
