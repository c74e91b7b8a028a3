import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fetchPermissions } from "@/session/fetchPermissions";
import type { MyPermissions } from "@/session/types";
import { PEOPLE, permissionsOf } from "@/testing/people";
import { tokenWith } from "@/testing/tokens";
import { CONFIG, visit } from "@/testing/visit";

/** Robin's first page, while the server has not yet said what he holds. */
function open(permissions: string[]) {
  const opened = visit("/movies", "robin");
  let answer = (_mine: object) => {};
  const asking = new Promise<object>((resolve) => {
    answer = resolve;
  });
  opened.server.on("GET /me/permissions", () => asking);
  const exp = Date.now() / 1000 + 600;
  opened.tokens.remember(
    CONFIG.audience,
    tokenWith({ sub: "usher|2", iat: exp - 600, exp, permissions }),
  );
  return { ...opened, answer: () => answer(permissionsOf(PEOPLE.robin)) };
}

it("asks for a list that the token opens beside what is held, each once", async () => {
  const { server, answer } = open(["list:movies"]);
  await expect.poll(() => server.asked).toContain("GET /api/movies/");
  answer();
  expect(await screen.findByText("There are no films yet")).toBeVisible();
  for (const operation of ["GET /me/permissions", "GET /api/movies/"])
    expect(server.asked.filter((one) => one === operation)).toHaveLength(1);
});

it("asks and shows nothing that the token does not name before the server has said it", async () => {
  const { server, answer } = open(["read:movies"]);
  await expect.poll(() => server.asked).toContain("GET /me/permissions");
  expect(server.asked).not.toContain("GET /api/movies/");
  answer();
  await expect.poll(() => server.asked).toContain("GET /api/movies/");
});

it("reads the answer that nothing has changed to its end: else the browser calls it aborted", async () => {
  const unchanged = new Response(null, { status: 304 });
  const read = vi.spyOn(unchanged, "text");
  const known = { ...permissionsOf(PEOPLE.robin), etag: '"1"' } as MyPermissions;
  const source = { authorizedFetch: async () => unchanged, noteGranted: vi.fn(), config: CONFIG };
  expect(await fetchPermissions(source, known, new AbortController().signal)).toBe(known);
  expect(read).toHaveBeenCalledOnce();
});
