/** What any component of the app is drawn in, for those that are tested by themselves. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";

export function Surroundings({ children }: { children: ReactNode }) {
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">{children}</MantineProvider>
    </I18nProvider>
  );
}
