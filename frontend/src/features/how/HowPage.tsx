/** "How it works": roles, permissions, scopes, audiences and tokens, by what is running now. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { createLazyRoute } from "@tanstack/react-router";
import { useEffect } from "react";
import { AboutYou } from "@/permissions/AboutYou";
import { Page } from "@/ui/Page";
import { PageParts, type Part } from "@/ui/PageParts";
import { Costs } from "./Costs";
import { Glossary } from "./Glossary";
import { InjectedScript } from "./InjectedScript";
import { Mistakes } from "./Mistakes";
import { RoleProof } from "./RoleProof";
import { Strategies } from "./Strategies";

export const Route = createLazyRoute("/how")({ component: HowPage });

const PARTS: readonly Part[] = [
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
        <PageParts parts={PARTS} />
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
