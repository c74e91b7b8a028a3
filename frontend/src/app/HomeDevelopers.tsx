/** What a developer wants at once: the docs, and a line for the terminal that gets an answer. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Section } from "@/ui/Section";
import { CurlLine, useCurl } from "./CurlLine";
import classes from "./HomePage.module.css";

/** On a phone, where the rest comes last, in one row below the greeting. */
export function DeveloperLinks({ className }: { className: string }) {
  const curl = useCurl();
  return (
    <nav aria-label={t`For developers`} className={className}>
      <a href="/api/docs/">
        <Trans>API docs</Trans>
      </a>
      <Link to="/how">
        <Trans>How it works</Trans>
      </Link>
      <a href="/docs/">
        <Trans>Documentation</Trans>
      </a>
      {curl && (
        <a href="#curl">
          <code translate="no">curl</code>
        </a>
      )}
    </nav>
  );
}

export function HomeDevelopers() {
  const curl = useCurl();
  return (
    <Section title={t`For developers`}>
      <div className={classes.panel}>
        <ul className={classes.links}>
          <li>
            <a href="/api/docs/">
              <Trans>API docs</Trans>
            </a>
            <span>
              <Trans>Every operation with the ticket it needs, to try out as yourself.</Trans>
            </span>
          </li>
          <li>
            <Link to="/how">
              <Trans>How it works</Trans>
            </Link>
            <span>
              <Trans>One login, several APIs: which token goes where.</Trans>
            </span>
          </li>
          <li>
            <a href="/docs/">
              <Trans>Documentation</Trans>
            </a>
            <span>
              <Trans>A tutorial, how-tos, and every refusal explained.</Trans>
            </span>
          </li>
        </ul>
        {curl && <CurlLine {...curl} />}
      </div>
    </Section>
  );
}
