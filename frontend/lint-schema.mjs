/** Try schema.yml with the rules of a tool that did not write it, redocly's, and stop at the first breach. */
import { createConfig, lint } from "@redocly/openapi-core";

const config = await createConfig({
  extends: ["recommended-strict"],
  rules: {
    // Django's addresses end with a slash, and those without one are other addresses.
    "no-path-trailing-slash": "off",
    // drf-spectacular writes the request's half of a component also where the field is only read.
    "no-unused-components": "off",
    // The committed document is that of a site on this machine; a served one names its own address.
    "no-server-example.com": "off",
  },
});
// What a browser goes to leads elsewhere (303), and never answers by itself.
const NAVIGATION = /^#\/paths\/~1bff~1(login|callback)\//;
const problems = (await lint({ ref: "../schema.yml", config })).filter(
  ({ ruleId, location }) =>
    ruleId !== "operation-2xx-response" || !NAVIGATION.test(location[0]?.pointer ?? ""),
);

for (const { ruleId, message, location } of problems) {
  console.error(`${ruleId}: ${message} (${location[0]?.pointer})`);
}
process.exit(problems.length ? 1 : 0);
