/** "My access": who you are, what you hold and why, and what your tokens say. */
import { t } from "@lingui/core/macro";
import { createLazyRoute } from "@tanstack/react-router";
import { AboutYou } from "@/permissions/AboutYou";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { Page } from "@/ui/Page";
import { PageParts } from "@/ui/PageParts";
import { AccountSection } from "./AccountSection";
import { ConsentList } from "./ConsentList";
import { DeviceList } from "./DeviceList";
import { PermissionList } from "./PermissionList";
import { ProfilePanel } from "./ProfilePanel";
import { TermPairs } from "./TermPairs";
import { TokenList } from "./TokenList";
import { WithheldPermissions } from "./WithheldPermissions";

export const Route = createLazyRoute("/access")({ component: AccessPage });

function AccessPage() {
  const { config } = useSession();
  const { usesSession } = strategyOf(config);
  const tokens = (
    <>
      <TokenList />
      <TermPairs />
    </>
  );
  const account = (
    <>
      {usesSession && <DeviceList />}
      {config.account && <ConsentList />}
      <AccountSection />
    </>
  );
  return (
    <Page title={t`My access`}>
      <AboutYou>
        <ProfilePanel />
        <WithheldPermissions />
        <PageParts
          parts={[
            { id: "tickets", label: t`Tickets`, content: <PermissionList /> },
            { id: "tokens", label: t`Tokens`, content: tokens },
            ...(usesSession || config.account
              ? [{ id: "account", label: t`Account`, content: account }]
              : []),
          ]}
        />
      </AboutYou>
    </Page>
  );
}
