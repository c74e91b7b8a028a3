/** Stop in a sentence where Node is older than package.json's `engines` says; npm only warns of it. */
import { readFileSync } from "node:fs";

const { engines } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const numbers = (version) => version.replace(">=", "").split(".").map(Number);
const [present, least] = [process.versions.node, engines.node].map(numbers);
const place = present.findIndex((number, index) => number !== least[index]);

if (place >= 0 && present[place] < least[place]) {
  console.error(
    `This needs Node ${engines.node}, and ${process.execPath} is ${process.versions.node}. ` +
      "./run demo and ./run test bring a Node of their own.",
  );
  process.exit(1);
}
