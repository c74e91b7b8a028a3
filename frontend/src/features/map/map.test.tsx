import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { PEOPLE, ROLES, userOf } from "@/testing/people";
import { page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";
import { graphOf } from "./graph";
import { COLUMN, layoutOf, ROW, SEEN, WIDTH } from "./layout";

const picture = () => screen.findByRole("region", { name: "The map as a picture" });
const column = async (name: string) =>
  within(within(await picture()).getByRole("list", { name })).queryAllByRole("button");
const labels = async (name: string) => (await column(name)).map((node) => node.textContent);

describe("the access map", () => {
  it("is refused to those without its tickets", async () => {
    const { server } = visit("/map", "robin");
    expect(await screen.findByText("list:roles")).toBeVisible();
    expect(server.asked).not.toContain("GET /api/users/");
    expect(screen.queryByRole("link", { name: "Access map" })).toBeNull();
  });

  it("draws people, roles, permissions and APIs", async () => {
    visit("/map?show=all", "batman");
    expect(await labels("People")).toEqual(["Batman (you)", "Robin", "Alfred", "Joker"]);
    expect(await labels("Roles")).toEqual(["Employees", "Managers"]);
    await waitFor(async () => expect(await labels("APIs")).toContain("Audit trail"));
    // Beside many permissions four people would stand far below, out of sight.
    for (const node of await column("People"))
      expect(Number.parseInt(node.closest("li")?.style.top ?? "", 10)).toBeLessThan(SEEN);
  });

  it("starts from who looks, and shows everything on demand", async () => {
    const { user, router } = visit("/map", "batman");
    await waitFor(async () => expect(await labels("People")).toEqual(["Batman (you)"]));
    expect(await labels("Roles")).toEqual(["Managers"]);
    expect(screen.getByRole("combobox", { name: "What hangs together with" })).toHaveValue(
      "person usher|1",
    );
    await user.click(screen.getByRole("button", { name: "Show everything" }));
    await waitFor(async () => expect(await labels("People")).toHaveLength(4));
    expect(router.state.location.search).toEqual({ show: "all" });
  });

  it("draws no line behind a thing that it does not touch", () => {
    const permissions = ["list:a", "read:a", "list:b", "read:b"];
    const { places, lines } = layoutOf(
      graphOf({
        people: [
          { id: "1", label: "One", roles: [{ id: "7" }], permissions: ["read:b"] },
          { id: "2", label: "Two", roles: [{ id: "8" }], permissions: ["list:a", "list:b"] },
        ],
        roles: [
          { id: "7", name: "Seven", permissions: ["list:a"] },
          { id: "8", name: "Eight", permissions },
        ],
        apis: [
          { name: "a", title: "A" },
          { name: "b", title: "B" },
        ],
        permissions,
      }),
      undefined,
    );
    const order = Object.keys(COLUMN);
    for (const { from, to } of lines)
      expect(order.indexOf(to.column) - order.indexOf(from.column)).toBe(1);
    for (const [at, kind] of order.entries()) {
      const column = places.filter((place) => place.column === kind);
      const tops = column.map(({ top }) => top).sort((one, other) => one - other);
      for (const [row, top] of tops.entries())
        expect(top - (tops[row - 1] ?? -ROW)).toBeGreaterThanOrEqual(ROW);
      const next = Object.values(COLUMN)[at + 1] ?? 100;
      expect(
        COLUMN[kind as keyof typeof COLUMN] + WIDTH[kind as keyof typeof WIDTH],
      ).toBeLessThanOrEqual(next);
    }
    expect(places.filter(({ isDirect }) => isDirect)).toHaveLength(2);
  });

  it.each([
    ["People", "Alfred", { Roles: ["Employees"], APIs: ["Movies", "Books"] }],
    ["Roles", "Employees", { People: ["Robin", "Alfred"], Roles: ["Employees"] }],
    ["Tickets", "write:books", { People: ["Batman (you)", "Alfred"], Roles: ["Managers"] }],
    ["APIs", "Audit trail", { People: ["Batman (you)"], Tickets: ["list:audit"] }],
  ])("keeps what hangs together with one of its %s, by keyboard", async (kind, name, kept) => {
    const { user } = visit("/map?show=all", "batman");
    await waitFor(async () => expect(await labels("APIs")).toHaveLength(5));
    const node = (await column(kind)).find((button) => button.textContent === name);
    node?.focus();
    await user.keyboard("{Enter}");
    for (const [other, expected] of Object.entries(kept)) {
      await waitFor(async () => expect(await labels(other)).toEqual(expected));
    }
    expect(document.activeElement).toHaveTextContent(name);
    await user.click(screen.getByRole("button", { name: "Show everything" }));
    expect(document.activeElement).not.toBe(document.body);
    await waitFor(async () => expect(await labels("People")).toHaveLength(4));
  });

  it("keeps what hangs together with what is chosen by name, and Back leads back", async () => {
    const { user, router } = visit("/map?view=table&show=all", "batman");
    const choice = await screen.findByRole("combobox", { name: "What hangs together with" });
    await waitFor(() =>
      expect(within(choice).getByRole("option", { name: "Joker" })).toBeVisible(),
    );
    await user.selectOptions(choice, "Alfred");
    const table = screen.getByRole("table", { name: /Who holds what/ });
    await waitFor(() => expect(within(table).queryByRole("row", { name: /Robin/ })).toBeNull());
    expect(router.state.location.search).toMatchObject({ kind: "person", id: "usher|3" });
    router.history.back();
    expect(await within(table).findByRole("row", { name: /Robin/ })).toBeVisible();
    expect(choice).toHaveValue("");
  });

  it("is a table for a screen reader, and for everybody who wants one", async () => {
    const { user } = visit("/map?show=all", "batman");
    const table = await screen.findByRole("table", { name: /Who holds what/ });
    const alfred = within(table).getAllByRole("row", { name: /Alfred/ });
    expect(alfred.map((row) => row.textContent)).toEqual([
      expect.stringContaining("the role Employees"),
      expect.stringContaining("given directlyBookswrite:books"),
    ]);
    expect(within(table).getByRole("row", { name: /Joker/ })).toHaveTextContent("no role");
    await user.click(screen.getByRole("button", { name: "Show as a table" }));
    await waitFor(() =>
      expect(screen.queryByRole("region", { name: "The map as a picture" })).toBeNull(),
    );
    expect(screen.getByRole("table", { name: /Who holds what/ })).toBeVisible();
  });

  it("draws some of 200 people and says so; the table has all", async () => {
    const { server } = visit("/map?show=all", "batman");
    const robins = Array.from({ length: 200 }, (_, index) => ({
      ...userOf(PEOPLE.robin),
      id: `usher|${index}`,
      name: `Robin ${index}`,
    }));
    server.on("GET /api/users/", (request: Request) =>
      new URL(request.url).searchParams.has("cursor")
        ? page(robins.slice(100))
        : page(robins.slice(0, 100), "http://localhost:8000/api/users/?cursor=abc"),
    );
    expect(await screen.findByText(/24 of 200 people/)).toBeVisible();
    expect(await column("People")).toHaveLength(24);
    const table = screen.getByRole("table", { name: /Who holds what/ });
    expect(within(table).getAllByRole("row").length).toBeGreaterThan(200);
  });

  it("of some people leaves out what none of them has", async () => {
    const { server, user } = visit("/map?search=alf", "batman");
    server.on("GET /api/users/", (request: Request) =>
      page(
        new URL(request.url).searchParams.get("search") === "alf" ? [userOf(PEOPLE.alfred)] : [],
      ),
    );
    expect(await labels("Roles")).toEqual(["Employees"]);
    expect(await labels("Tickets")).toHaveLength(5);
    const table = screen.getByRole("table", { name: /Who holds what/ });
    expect(within(table).queryByRole("row", { name: /nobody/ })).toBeNull();
    await user.type(screen.getByRole("searchbox"), "fons");
    expect(await screen.findByText("No person matches.")).toBeVisible();
  });

  it("tells two people of one name apart", async () => {
    const { server } = visit("/map?show=all", "batman");
    const other = { ...userOf(PEOPLE.robin), id: "usher|9", username: "dick" };
    server.on("GET /api/users/", page([userOf(PEOPLE.robin), other, userOf(PEOPLE.joker)]));
    expect(await labels("People")).toEqual(["Robin (robin)", "Robin (dick)", "Joker"]);
  });

  it("draws the roles of those it draws before others", async () => {
    const { server } = visit("/map?show=all", "batman");
    const many = Array.from({ length: 30 }, (_, index) => ({
      id: `${index + 10}`,
      name: `Aisle ${index + 10}`,
      permissions: [],
      members: 0,
    }));
    server.on("GET /api/roles/", page([...many, ...ROLES]));
    expect((await labels("Roles")).slice(-2)).toEqual(["Employees", "Managers"]);
    expect(await column("Roles")).toHaveLength(24);
  });

  it("says what went wrong, and offers to try again", async () => {
    const { server } = visit("/map?show=all", "batman");
    server.on("GET /api/users/", () => problem(404));
    expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
  });
});
