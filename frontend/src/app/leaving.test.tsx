import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { inVersion, page, problem } from "@/testing/server";
import { visit } from "@/testing/visit";
import { leave } from "./leaving";

const HEAT = { id: 7, title: "Heat", year: 1995, cast: [], genres: [], poster: "" };
const DELETED = "DELETE /api/movies/7/";

/** Batman, who has just pressed Delete. */
async function deleting(
  answer: Response | (() => Promise<Response>) = new Response(null, { status: 204 }),
) {
  const visited = visit("/movies/7", "batman");
  const { server, user } = visited;
  server.on("GET /api/movies/", page([HEAT]));
  server.on("GET /api/movies/7/", inVersion({ ...HEAT, synopsis: "", wikipedia_page: "" }, '"1"'));
  server.on(DELETED, answer);
  await user.click(await screen.findByRole("button", { name: "Delete the film" }));
  await screen.findByText(/It stays if you close or reload/);
  expect(server.asked).not.toContain(DELETED);
  return visited;
}

describe("leaving the application while a delete waits", () => {
  it.each(["Documentation", "API docs"])("by the link to %s sends it first", async (name) => {
    const { server, user } = await deleting();
    await user.click(screen.getByRole("link", { name }));
    // Long before its six seconds are over.
    await expect.poll(() => server.asked, { timeout: 2_000 }).toContain(DELETED);
  });

  it("by another language sends it first", async () => {
    const { server } = await deleting();
    const form = document.createElement("form");
    form.onsubmit = () => void 0;
    document.body.append(form);
    form.requestSubmit();
    await expect.poll(() => server.asked, { timeout: 2_000 }).toContain(DELETED);
    form.remove();
  });

  it("happens once it is done", async () => {
    const { server } = await deleting();
    const go = vi.fn(() => expect(server.asked).toContain(DELETED));
    await leave(go);
    expect(go).toHaveBeenCalledOnce();
  });

  it("does not happen where it was refused, and it is said why", async () => {
    await deleting(problem(412));
    const go = vi.fn();
    await leave(go);
    expect(go).not.toHaveBeenCalled();
    expect((await screen.findAllByText("“Heat” is not deleted."))[0]).toBeVisible();
    await leave(go);
    expect(go).toHaveBeenCalledOnce();
  });

  it("happens after a while where nobody answers", async () => {
    await deleting(() => new Promise(() => {}));
    const go = vi.fn();
    await leave(go);
    expect(go).toHaveBeenCalledOnce();
  }, 20_000);

  it("is not what another page of the application does", async () => {
    const { server, user } = await deleting();
    await user.click(screen.getByRole("link", { name: "Books" }));
    await screen.findByRole("heading", { name: "Books" });
    expect(server.asked).not.toContain(DELETED);
    expect(screen.getByRole("button", { name: "Keep it" })).toBeVisible();
  });
});
