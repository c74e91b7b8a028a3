/** Where the words of other languages stand; English is written in the code itself. */
import { defineConfig } from "@lingui/cli";

export default defineConfig({
  sourceLocale: "en",
  locales: ["de"],
  catalogs: [
    { path: "src/i18n/{locale}", include: ["src"], exclude: ["**/*.test.*", "src/testing"] },
  ],
});
