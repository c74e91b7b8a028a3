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
    expect(screen.queryByRole("link", { name: "Edit" })).toBeNull();
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
    await user.click(screen.getByRole("button", { name: "Leave it as it is" }));
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

  it("says of each ticket where it comes from", async () => {
    const { server } = visit("/people/usher%7C3", "batman");
    const held = [
      { name: "list:books", roles: ["Employees"], direct: false },
      { name: "write:books", roles: [], direct: true },
      { name: "read:books", roles: ["Employees", "Managers"], direct: true },
    ];
    server.on(
      "GET /api/users/usher%7C3/",
      inVersion({ ...userInFull(PEOPLE.alfred), held }, '"1"'),
    );
    server.on("GET /api/users/usher%7C3/grants/", inVersion({ roles: [], permissions: [] }, '"1"'));
    const tickets = await screen.findByRole("list", { name: "Tickets of Alfred" });
    const lines = within(tickets)
      .getAllByRole("listitem")
      .map((line) => line.textContent);
    expect(lines).toEqual([
      "list:booksthrough Employees",
      "write:booksgiven directly",
      "read:booksthrough Employees and Managers and given directly",
    ]);
  });

  it("offers nothing to give to those who may not edit roles, nor to edit without edit:users", async () => {
    const { server } = visit(ROBIN, "batman");
    const permissions = PEOPLE.batman.permissions.filter(
      (name) => !/edit:(roles|users)/.test(name),
    );
    server.on("GET /me/permissions", permissionsOf({ ...PEOPLE.batman, permissions }));
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"1"'));
    expect(await screen.findByRole("list", { name: "Tickets of Robin" })).toBeVisible();
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(screen.queryByRole("link", { name: "Edit" })).toBeNull();
    expect(server.asked).not.toContain(`GET ${API}grants/`);
  });

  it("answers why a ticket is held, or which role would give it and who can grant it", async () => {
    const { server, user } = visit(ROBIN, "batman");
    server.on(`GET ${API}`, inVersion(userInFull(PEOPLE.robin), '"1"'));
    server.on(
      `GET ${API}grants/`,
      inVersion({ roles: rolesNamed("Employees"), permissions: [] }, '"1"'),
    );
    const why = await screen.findByRole("region", { name: "Why?" });
    await user.selectOptions(await within(why).findByRole("combobox"), "list:movies");
    expect(within(why).getByRole("status")).toHaveTextContent(
      "Robin holds list:movies through Employees.",
    );
    await user.selectOptions(within(why).getByRole("combobox"), "edit:movies");
    expect(within(why).getByRole("status")).toHaveTextContent(
      "Robin lacks edit:movies. Managers would give it; Batman can grant it.",
    );
  });
});

describe("a person who may not log in", () => {
  it("holds nothing, keeps what they were given, and Why says both", async () => {
    const { server, user } = visit(ROBIN, "batman");
    const closed = { ...userInFull(PEOPLE.robin), active: false, held: [] };
    server.on(`GET ${API}`, inVersion(closed, '"1"'));
    server.on(
      `GET ${API}grants/`,
      inVersion({ roles: rolesNamed("Employees"), permissions: [] }, '"1"'),
    );
    expect(await screen.findByText(/Robin may not log in, so holds no tickets now/)).toBeVisible();
    const why = await screen.findByRole("region", { name: "Why?" });
    await user.selectOptions(await within(why).findByRole("combobox"), "list:movies");
    expect(within(why).getByRole("status")).toHaveTextContent(
      "Robin has list:movies through Employees, but may not log in, so it opens nothing.",
    );
    await user.selectOptions(within(why).getByRole("combobox"), "edit:movies");
    expect(within(why).getByRole("status")).toHaveTextContent("Robin lacks edit:movies.");
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
    await visited.user.type(await screen.findByRole("textbox", { name: "Username" }), "robin");
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
        errors: { username: [sentence] },
      }),
    );
    const username = await screen.findByRole("textbox", { name: "Username" });
    await expect.poll(() => document.activeElement).toBe(username);
    expect(screen.getByText(sentence)).toBeVisible();
    expect(username).toHaveValue("robin");
  });
});
