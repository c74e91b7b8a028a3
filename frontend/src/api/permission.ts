/** Tells the session the names of all permissions, as the server declares them. */
import type { components } from "./schema";

declare module "@/session/types" {
  interface Register {
    permission: components["schemas"]["Permission"];
  }
}
