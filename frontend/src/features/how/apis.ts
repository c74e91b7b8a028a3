/** The APIs of this site as this page reaches them, under whichever strategy is running. */

import { addressFor, audienceFor } from "@/session/audience";
import type { Config } from "@/session/config";
import { resourceTitle } from "@/session/resourceTitles";

export interface Api {
  name: string;
  title: string;
  audience: string;
}

const EXAMPLES = ["movies", "books"];

/** Two of them, which is as many as a drawing needs to show what tells them apart. */
export function twoApis(config: Config): [Api, Api] {
  const names = [...Object.keys(config.audiences), ...EXAMPLES];
  const [first = "movies", second = "books"] = [...new Set(names)];
  return [apiNamed(first, config), apiNamed(second, config)];
}

function apiNamed(name: string, config: Config): Api {
  const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const title = `${resourceTitle({ name, title: capital })} API`;
  return { name, title, audience: config.audiences[name] ?? `https://${name}.usher.example/` };
}

/** Where this page sends its requests for an API: to the gateway where one stands before it. */
export function pathOf(name: string, config: Config): string {
  return new URL(addressFor(directAddress(name), config)).pathname;
}

/** The audience of the token that such a request carries. */
export function audienceSent(name: string, config: Config): string {
  return audienceFor(new Request(directAddress(name)), config);
}

function directAddress(name: string): string {
  return `${window.location.origin}/api/${name}/`;
}
