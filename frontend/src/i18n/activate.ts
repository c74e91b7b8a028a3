/** Sets the language that the server wrote into the page.
 *
 * English stands in the code and comes with it; another language is one file more. No word may be said before
 * `activated`, so modules with words of their own are fetched after it. (A module that waited for it by `await`
 * would make the build cut the page's scripts into twice as many.)
 */
import { i18n, type Messages } from "@lingui/core";

interface Catalogue {
  messages: Messages;
}

const ENGLISH: Catalogue = { messages: {} };
const OTHERS: Record<string, () => Promise<Catalogue>> = { de: () => import("./de.po") };

const locale = document.documentElement.lang || "en";

export const activated = Promise.resolve(OTHERS[locale]?.() ?? ENGLISH)
  .catch(() => ENGLISH) // Better than no page, where the file cannot be fetched.
  .then(({ messages }) => i18n.loadAndActivate({ locale, messages }));
