import { describe, expect, it } from "vitest";
import { withoutEffect } from "./withoutEffect";

const role = (id: string, name: string, ...permissions: `${string}:${string}`[]) => ({
  id,
  name,
  permissions,
  members: 0,
  receives_new_permissions: false,
});
const MANAGERS = role("1", "Managers", "list:books", "edit:books");
const READERS = role("2", "Readers", "list:books");
const ROLES = [MANAGERS, READERS] as never[];

function why(isGiven: boolean, asked: typeof MANAGERS, of: object): string | undefined {
  const nobody = { id: "usher|2", username: "robin", name: "Robin", email: "" };
  const person = { ...nobody, active: true, roles: [], permissions: [], ...of };
  return withoutEffect({ name: "Robin", person, role: asked as never, roles: ROLES, isGiven });
}

describe("a role of which somebody gains or loses nothing", () => {
  it("is told with the reason", () => {
    expect(why(true, READERS, { roles: [READERS] })).toBe("Robin has this role already.");
    expect(why(false, READERS, {})).toBe("Robin does not have this role.");
    expect(why(true, READERS, { active: false })).toMatch(/^Robin may not log in/);
    expect(why(true, READERS, { roles: [MANAGERS] })).toBe(
      "Robin holds all of it already, through Managers.",
    );
    expect(why(false, MANAGERS, { roles: [MANAGERS, READERS], permissions: ["edit:books"] })).toBe(
      "Robin keeps all of it, through Readers and what was given directly.",
    );
  });

  it("is not told where it changes something, or nobody knows", () => {
    expect(why(true, MANAGERS, { roles: [READERS] })).toBeUndefined();
    expect(why(false, READERS, { roles: [READERS] })).toBeUndefined();
    expect(why(true, READERS, { roles: null, permissions: null })).toBeUndefined();
  });
});
