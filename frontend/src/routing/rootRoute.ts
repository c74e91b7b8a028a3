/** The root of all page addresses. Features hang their pages on it; the app says what stands
 * around them. */
import { createRootRoute } from "@tanstack/react-router";

export const rootRoute = createRootRoute();
