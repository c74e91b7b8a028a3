/** The words, each with the places in Usher where it can be seen. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useLocation } from "@tanstack/react-router";
import { Section } from "@/ui/Section";
import classes from "./Glossary.module.css";
import { ENTRIES, type Entry } from "./glossaryEntries";
import { WithCode } from "./WithCode";

/** Addresses that are no page of this app. */
const OUTSIDE = /^\/(api\/docs|\.well-known)\//;

export function Glossary() {
  const { hash } = useLocation();
  return (
    <Section title={t`The words`} lead={t`Each in plain words, and where you can see it in Usher.`}>
      <dl className={classes.list}>
        {ENTRIES.map((entry) => (
          <div
            key={entry.id}
            id={entry.id}
            className={classes.entry}
            data-wanted={hash === entry.id}
          >
            <dt>{entry.word}</dt>
            <dd>
              <WithCode>{entry.meaning}</WithCode>
            </dd>
            <dd className={classes.places}>
              <Trans>See</Trans>{" "}
              {entry.places.map((place, index) => (
                <span key={place.label}>
                  {index > 0 && ", "}
                  <PlaceLink {...place} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function PlaceLink({ label, to }: Entry["places"][number]) {
  if (!to && label.startsWith("docs/")) return <a href={`/${label.replace(".md", "")}`}>{label}</a>;
  if (!to) return <code translate="no">{label}</code>;
  if (OUTSIDE.test(to)) return <a href={to}>{label}</a>;
  const [page = "", hash] = to.split("#");
  return (
    <Link to={page} {...(hash && { hash })}>
      {label}
    </Link>
  );
}
