/** The API says in English what is wrong with a field; here the sentences that people meet, in their language. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

type Worded = (found: RegExpMatchArray) => string;

const SENTENCES: readonly [RegExp, Worded][] = [
  [
    /^This (field is required|field may not be (blank|null)|list may not be empty)\.$/,
    () => t`This is needed.`,
  ],
  [
    /(?:no more than|at most) (\d+) characters\.$/,
    ([, most]) => t`This may have at most ${most ?? ""} characters.`,
  ],
  [
    /^This may have at most (\d+) items\.$/,
    ([, most]) => t`This may have at most ${most ?? ""} entries.`,
  ],
  [/less than or equal to (\S+)\.$/, ([, most]) => t`This may be ${most ?? ""} at most.`],
  [/greater than or equal to (\S+)\.$/, ([, least]) => t`This must be ${least ?? ""} at least.`],
  [/^A valid (integer|number) is required\.$/, () => t`This must be a number.`],
  [/^Enter a valid URL\.$/, () => t`This must be the address of a page.`],
  [/^Enter a valid email address\.$/, () => t`This must be an e-mail address.`],
  [/^This must be one line of text\.$/, () => t`This must be one line of text.`],
  [
    /^This contains characters that /,
    () => t`This contains characters that do not belong into text.`,
  ],
  [/already/, () => t`This is there already.`],
];

/** The sentence itself in English, and where nobody has worded it. */
export function fieldSentence(sentence: string): string {
  if (i18n.locale === "en") return sentence;
  for (const [pattern, worded] of SENTENCES) {
    const found = sentence.match(pattern);
    if (found) return worded(found);
  }
  return sentence;
}
