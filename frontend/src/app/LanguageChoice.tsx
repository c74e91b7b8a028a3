/** The languages of this site. The server keeps the choice and brings the page again in that one. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { LANGUAGES } from "@/i18n/languages";
import classes from "./LanguageChoice.module.css";

export function LanguageChoice() {
  return (
    <form method="post" action="/language" className={classes.choice} aria-label={t`Language`}>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <button
          key={code}
          type="submit"
          name="language"
          value={code}
          lang={code}
          aria-current={code === i18n.locale || undefined}
        >
          {name}
        </button>
      ))}
    </form>
  );
}
