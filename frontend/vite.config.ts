/** How the page is built into the folder that Django serves, how it is developed, and how its tests run. */
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";
import { besideTheSite } from "./besideTheSite.ts";
import { compiledMessages } from "./compiledMessages.ts";

export default defineConfig(({ command, mode }) => ({
  base: command === "build" ? "/static/spa/" : "/",
  plugins: [
    react(),
    // English stays where it is used, so that a page brings its own words alone.
    lingui({ macroTransform: { macro: { descriptorFields: "message" } } }),
    compiledMessages(),
    besideTheSite(loadEnv(mode, "..", ["PORT", "SITE_URL", "SPA_DEV_URL"])),
  ],
  resolve: { tsconfigPaths: true },
  // Django replaces the placeholder by a nonce of its own in every answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    // The policy allows no data: address for fonts and scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What begins, what keeps tokens and what a list is drawn with are three files; the server has
          // the page preload the others by their names (project/spa.py).
          groups: [
            { name: "start", tags: ["$initial"], priority: 1 },
            { name: "TokensInBrowser", test: /session[\\/]browser[\\/]\w+\.tsx?$/ },
            { name: "pages", test: /src[\\/](app[\\/]Pages|records[\\/]ResourceListPage)\.tsx$/ },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost:8000/" } },
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 20_000,
    expect: { poll: { timeout: 5_000 } },
    restoreMocks: true,
    unstubGlobals: true,
  },
}));
