/** "How it works": roles, permissions, scopes, audiences and tokens, by what is running now. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { createLazyRoute, Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { AboutYou } from "@/permissions/AboutYou";
import { Page } from "@/ui/Page";
import { Costs } from "./Costs";
import { Glossary } from "./Glossary";
import classes from "./HowPage.module.css";
import { InjectedScript } from "./InjectedScript";
import { Mistakes } from "./Mistakes";
import { RoleProof } from "./RoleProof";
import { Strategies } from "./Strategies";

export const Route = createLazyRoute("/how")({ component: HowPage });

/** The parts in reading order, each with its place in the address: /how#mistakes. */
const PARTS: readonly { id: string; label: string; content: ReactNode }[] = [
  { id: "strategies", label: t`Six ways to several APIs`, content: <Strategies /> },
  { id: "costs", label: t`What each costs`, content: <Costs /> },
  { id: "script", label: t`What a script could take`, content: <InjectedScript /> },
  { id: "mistakes", label: t`Mistakes to make`, content: <Mistakes /> },
  { id: "roles", label: t`Why no API checks a role`, content: <RoleProof /> },
  { id: "words", label: t`The words`, content: <Glossary /> },
];

function HowPage() {
  useScrollToPart();
  return (
    <Page title={t`How it works`}>
      <AboutYou>
        <p>
          <Trans>
            You log in once. The provider knows your roles, and writes the permissions behind them
            into an access token. Each API checks that token again with every request, and the menu
            follows it. What this page calls yours is real: it is happening now, as you.
          </Trans>
        </p>
        <nav aria-label={t`On this page`}>
          <ul className={classes.parts}>
            {PARTS.map(({ id, label }) => (
              <li key={id}>
                <Link to="/how" hash={id}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {PARTS.map(({ id, content }) => (
          <div key={id} id={id} className={classes.part}>
            {content}
          </div>
        ))}
      </AboutYou>
    </Page>
  );
}

/** An address such as /how#permission is opened before this page's code has come, so neither the
 * browser nor the router finds the place at that time. */
function useScrollToPart(): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (id) document.getElementById(id)?.scrollIntoView();
  }, []);
}
