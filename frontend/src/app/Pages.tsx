/** Every page of the site with its colours and its type, or why it could not start. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { RouterProvider } from "@tanstack/react-router";
import "@/ui/styles";
import { LiveRegion } from "@/ui/LiveRegion";
import { createAppRouter } from "./router";
import { StartupError } from "./StartupError";
import { ThemeProvider } from "./ThemeProvider";

export const router = createAppRouter();

export function Pages({ failure }: { failure?: Error }) {
  return (
    <I18nProvider i18n={i18n}>
      <ThemeProvider>
        {failure ? <StartupError reason={failure} /> : <RouterProvider router={router} />}
        <LiveRegion />
      </ThemeProvider>
    </I18nProvider>
  );
}
