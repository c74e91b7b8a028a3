/** "My access": who you are, what you hold and why, and what your tokens say. */
import { createLazyRoute } from "@tanstack/react-router";
import { AboutYou } from "@/permissions/AboutYou";
import { useSession } from "@/session/SessionContext";
import { Page } from "@/ui/Page";
import { AllowedApps } from "./AllowedApps";
import { MixedUp } from "./MixedUp";
import { WhoYouAre } from "./WhoYouAre";
import { WithheldPermissions } from "./WithheldPermissions";
import { YourAccount } from "./YourAccount";
import { YourTickets } from "./YourTickets";
import { YourTokens } from "./YourTokens";

export const Route = createLazyRoute("/access")({ component: AccessPage });

function AccessPage() {
  const { config } = useSession();
  return (
    <Page title="My access">
      <AboutYou>
        <WhoYouAre />
        <WithheldPermissions />
        <YourTickets />
        <YourTokens />
        <MixedUp />
        {config.account && <AllowedApps />}
        <YourAccount />
      </AboutYou>
    </Page>
  );
}
