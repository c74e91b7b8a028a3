/** Each refusal of this house has words of its own; what an API wrote in English is no German page's. */
import { readFileSync } from "node:fs";
import { i18n } from "@lingui/core";
import { afterEach, describe, expect, it } from "vitest";
import { fieldSentence } from "@/session/fieldSentences";
import { Problem } from "@/session/problem";
import { errorMessage } from "./errorMessages";

// A test of the server holds this page against the classes of the code.
const CODES = [...readFileSync("../docs/problems.md", "utf8").matchAll(/^## `(\w+)`$/gm)];
const OF_FIELDS = [
  ...readFileSync("../permissions_api/error_messages.py", "utf8").matchAll(
    /^ {4}"(\w+)": "[A-Z]/gm,
  ),
];

const said = { title: "Forbidden", detail: "In English." };

function inWords(code: string, status = 418) {
  const { title, advice } = errorMessage(
    new Problem(new Response(null, { status }), { ...said, code }),
  );
  return `${title}: ${advice}`;
}

describe("a refusal", () => {
  afterEach(() => i18n.loadAndActivate({ locale: "en", messages: {} }));

  it.each(CODES.map(([, code = ""]) => code))("is worded in every language: %s", (code) => {
    const english = inWords(code);
    expect(english).not.toMatch(/Forbidden|That did not work/);
    i18n.loadAndActivate({ locale: "de", messages: {} });
    expect(inWords(code)).not.toMatch(/Forbidden|That did not work|In English/);
  });

  it("of another API is told in its own sentence, and never as Forbidden", () => {
    i18n.loadAndActivate({ locale: "de", messages: {} });
    for (const status of [400, 401, 403, 409, 413, 418])
      expect(inWords("of_another", status)).toMatch(/^(?!Forbidden).+: In English\.$/);
    expect(inWords("", 403)).toBe(
      "This was refused: Nothing was done. Whoever runs this site can see why.",
    );
  });

  it.each(OF_FIELDS.map(([, code = ""]) => code))("of a field is worded too: %s", (code) => {
    i18n.loadAndActivate({ locale: "de", messages: {} });
    expect(fieldSentence({ field: "title", code, detail: "In English." })).not.toBe("In English.");
  });
});
