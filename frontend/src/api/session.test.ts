/** The session writes its few types itself, so that it needs no generated schema. */
import { expect, expectTypeOf, it } from "vitest";
import type { MyAccess, MyPermissions, Permission } from "@/session/types";
import type { components } from "./schema";

type Schemas = components["schemas"];
type FromServer = Omit<MyPermissions, "failures" | "etag">;

it("has the types that the server declares", () => {
  expectTypeOf<FromServer>().toEqualTypeOf<Schemas["MyPermissions"]>();
  expectTypeOf<MyAccess>().toEqualTypeOf<Schemas["MyAccess"]>();
  expectTypeOf<Permission>().toEqualTypeOf<Schemas["Permission"]>();
  expect.assertions(0);
});
