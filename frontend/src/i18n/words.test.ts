/** No word for people is left unmarked, and every language has all that is marked, with its values. */
import { globSync, readFileSync } from "node:fs";
import { type CompiledMessage, compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { transform } from "@lingui/native-tools";
import { describe, expect, it } from "vitest";
import { unmarkedWords } from "./wordsInCode";

const FILES = globSync("src/**/*.{ts,tsx}").filter(
  (file) => !/\.test\.|\.d\.ts$|src\/testing\/|src\/i18n\//.test(file),
);

/** What reads like words and is none for people, and why. */
const NO_WORDS: readonly [file: RegExp, text: RegExp, why: string][] = [
  [/ui\/theme\.ts$/, /sans-serif|monospace/, "names of fonts"],
  [/session\/config\.ts$/, /./, "what is set up wrong is said as the server's log says it"],
  [/how\/steps\.ts$/, /^(ID|access|refresh|opaque) token$|^the gateway$/, "kinds, worded by KINDS"],
  [/\.tsx?$/, /^(a|input\S*), \w+/, "a selector"],
  [/(directory|roles)\/api\.ts$/, /^(members preview|with role)$/, "the key of a question"],
  [/ui\/Page\.tsx$/, / · Usher$/, "the title of a page, worded by the page"],
];

describe("The words of the app", () => {
  it("are marked for other languages, all of them", () => {
    const unmarked = FILES.flatMap((file) =>
      unmarkedWords(file, readFileSync(file, "utf8"))
        .filter(
          ({ text }) => !NO_WORDS.some(([where, what]) => where.test(file) && what.test(text)),
        )
        .map(({ line, text }) => `${file}:${line}: ${text}`),
    );
    expect(unmarked).toEqual([]);
  }, 120_000);

  it.each([
    ["<p>Nothing is here yet</p>", "Nothing is here yet"],
    ['<Page title="Films" />', "Films"],
    ["<b>{isDone ? 'done' : t`not yet`}</b>", "done"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code that is looked through
    ["announce(`${count} films found`)", "…films found"],
    ["const why = { advice: 'Try again in a moment.' }", "Try again in a moment."],
  ])("are found where they are not marked: %s", (code, text) => {
    expect(unmarkedWords("a.tsx", code).map((found) => found.text.replace("… ", "…"))).toEqual([
      text,
    ]);
  });

  it.each([
    "<Trans>Nothing is here yet</Trans>",
    "<Page title={t`Films`} />",
    "<code>GET /me/permissions</code>",
    "throw new Error('for the log alone')",
    "if (kind === 'ID token') send('edit:movies')",
  ])("are no words where people read none: %s", (code) => {
    expect(unmarkedWords("a.tsx", code)).toEqual([]);
  });

  it("name records and people of the demo nowhere but where these are declared", async () => {
    const declared = /features\/(movies|books|how)\/|session\/resourceTitles/;
    const house = FILES.filter((file) => !declared.test(file));
    const messages = (await Promise.all(house.map(messagesIn))).flat();
    // The door of the demo, where Batman is at home.
    const named = messages.filter((message) =>
      /(?<!:)\b(films?|books?|movies?|Batman)\b/i.test(message),
    );
    expect(named).toEqual(["missing: ask Batman"]);
  });

  it("are all there in German, with the same values", async () => {
    const german = wordsIn(readFileSync("src/i18n/de.po", "utf8"));
    const marked = new Set((await Promise.all(FILES.map(messagesIn))).flat());
    expect([...marked].filter((message) => !german.get(message))).toEqual([]);
    expect([...german.keys()].filter((message) => !marked.has(message))).toEqual([]);
    for (const [message, words] of german)
      expect(valuesIn(words), words).toEqual(valuesIn(message));
  });
});

/** What the macros leave of a file: its messages. */
async function messagesIn(file: string): Promise<string[]> {
  const code = readFileSync(file, "utf8");
  if (!code.includes("/macro")) return [];
  const options = { macro: { descriptorFields: "message" as const } };
  const made = (await transform(code, file, options)).code;
  const literals = made.matchAll(/\bmessage: ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g);
  // biome-ignore lint/security/noGlobalEval: a literal of our own code, in either quotes
  return [...literals].map(([, literal]) => globalThis.eval(literal ?? "''") as string);
}

/** The messages of a catalogue and what they are in its language. */
function wordsIn(catalogue: string): Map<string, string> {
  const entries = catalogue.split("\n\n").slice(1);
  return new Map(entries.map((entry) => [textAfter("msgid", entry), textAfter("msgstr", entry)]));
}

function textAfter(word: string, entry: string): string {
  const lines = new RegExp(`^${word} ((?:"(?:[^"\\\\]|\\\\.)*"\\n?)+)`, "m").exec(entry)?.[1] ?? "";
  return (lines.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((line) => JSON.parse(line)).join("");
}

/** The names of values and the marks of elements, each once. */
function valuesIn(text: string): string[] {
  const found = new Set<string>(text.match(/<\/?\d+\/?>/g));
  const collect = (tokens: CompiledMessage) => {
    for (const token of tokens) {
      if (typeof token === "string") continue;
      const [name, , cases] = token;
      found.add(name);
      if (typeof cases !== "object") continue;
      for (const each of Object.values(cases ?? {})) if (Array.isArray(each)) collect(each);
    }
  };
  const compiled = compileMessageOrThrow(text);
  if (Array.isArray(compiled)) collect(compiled);
  return [...found].sort();
}
