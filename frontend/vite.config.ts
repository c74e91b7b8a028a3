/** How the page is built into the folder that Django serves, and how its tests run. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/spa/",
  plugins: [react()],
  resolve: { tsconfigPaths: true },
  // Django replaces the placeholder by a nonce of its own in every answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    // The policy allows no data: address for fonts and scripts, so nothing is inlined.
    assetsInlineLimit: 0,
  },
  server: { host: "127.0.0.1", port: 5200 },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://localhost:8000/" } },
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
