/** The names of all permissions, as the server declares them. */
import type { components } from "./schema";

export type Permission = components["schemas"]["Permission"];
