/** Every page of the site with its colours and its type, or why it could not start. */
import { RouterProvider } from "@tanstack/react-router";
import "@/ui/styles";
import { LiveRegion } from "@/ui/LiveRegion";
import { createAppRouter } from "./router";
import { StartupError } from "./StartupError";
import { ThemeProvider } from "./ThemeProvider";

export const router = createAppRouter();

export function Pages({ failure }: { failure?: Error }) {
  return (
    <ThemeProvider>
      {failure ? <StartupError reason={failure} /> : <RouterProvider router={router} />}
      <LiveRegion />
    </ThemeProvider>
  );
}
