/** What a browser is called, by what it says of itself (User-Agent). It may say anything. */

import { t } from "@lingui/core/macro";

/** The first that fits: most browsers name others beside themselves. */
const BROWSERS: readonly [name: string, mark: RegExp][] = [
  ["Edge", /\bEdg/],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrom(e|ium)|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
];
const SYSTEMS: readonly [name: string, mark: RegExp][] = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMac OS X\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
];

export function browserInWords(userAgent: string): string {
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    (all) => all.find(([, mark]) => mark.test(userAgent))?.[0],
  );
  if (!browser && !system) return userAgent.slice(0, 60) || t`A browser without a name`;
  const name = browser ?? t`A browser`;
  return system ? t`${name} on ${system}` : name;
}
