/** "My access": who you are, what you hold and why, and what your tokens say. */
import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { MixedUp } from "./MixedUp";
import { ThreeTokens } from "./ThreeTokens";
import { WhoYouAre } from "./WhoYouAre";
import { YourAccount } from "./YourAccount";
import { YourTickets } from "./YourTickets";

export const Route = createLazyRoute("/access")({ component: AccessPage });

function AccessPage() {
  return (
    <Page title="My access">
      <WhoYouAre />
      <YourTickets />
      <ThreeTokens />
      <MixedUp />
      <YourAccount />
    </Page>
  );
}
