/** Sets the language that the server wrote into the page, before any other module speaks.
 *
 * English stands in the code and comes with it; another language is one file more, waited for here.
 */
import { i18n } from "@lingui/core";

const OTHERS = { de: () => import("./de.po") };

const locale = document.documentElement.lang;
const { messages } =
  locale in OTHERS ? await OTHERS[locale as keyof typeof OTHERS]() : { messages: {} };
i18n.loadAndActivate({ locale: locale || "en", messages });
