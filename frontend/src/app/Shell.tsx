/** The house: header, menu, and the page in the middle. */
import { SeeAsProvider } from "@/ui/SeeAs";
import { GrantNotice } from "./GrantNotice";
import { Header } from "./Header";
import { LiveTab } from "./LiveTab";
import { Menu } from "./Menu";
import { OfflineBanner } from "./OfflineBanner";
import { PageGuard } from "./PageGuard";
import { PersonMenu } from "./PersonMenu";
import { PhoneMenu } from "./PhoneMenu";
import { RouteFocus } from "./RouteFocus";
import { SeeAsBanner } from "./SeeAsBanner";
import { SessionNotices } from "./SessionNotices";
import classes from "./Shell.module.css";
import { UnsavedForms } from "./UnsavedForms";

export function Shell() {
  return (
    <SeeAsProvider>
      <LiveTab />
      <div className={classes.shell}>
        <a href="#content" className={classes.skip}>
          Skip to the page
        </a>
        <Header before={<PhoneMenu />}>
          <PersonMenu />
        </Header>
        <OfflineBanner />
        <SessionNotices />
        <SeeAsBanner />
        <div className={classes.columns}>
          <div className={classes.menu}>
            <Menu />
            <GrantNotice />
          </div>
          <main id="content" className={classes.main} tabIndex={-1}>
            <UnsavedForms />
            <PageGuard />
          </main>
        </div>
        <RouteFocus />
      </div>
    </SeeAsProvider>
  );
}
