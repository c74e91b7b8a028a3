/** The house: header, menu, and the page in the middle. */

import { Trans } from "@lingui/react/macro";
import { SeeAsProvider } from "@/permissions/SeeAs";
import { useLivePermissions } from "@/session/live/useLivePermissions";
import { AccountMenu } from "./AccountMenu";
import { Header } from "./Header";
import { Menu } from "./Menu";
import { MobileMenu } from "./MobileMenu";
import { Notices } from "./Notices";
import { OfflineBanner } from "./OfflineBanner";
import { PageGuard } from "./PageGuard";
import { PermissionNotice } from "./PermissionNotice";
import { RouteFocus } from "./RouteFocus";
import { SeeAsBanner } from "./SeeAsBanner";
import { SessionNotices } from "./SessionNotices";
import classes from "./Shell.module.css";
import { Shortcuts } from "./Shortcuts";
import { UnsavedForms } from "./UnsavedForms";

export function Shell() {
  useLivePermissions();
  return (
    <SeeAsProvider>
      <div className={classes.shell}>
        <a href="#content" className={classes.skip}>
          <Trans>Skip to the page</Trans>
        </a>
        <Header before={<MobileMenu />} search={<Shortcuts />}>
          <AccountMenu />
        </Header>
        <OfflineBanner />
        <SessionNotices />
        <SeeAsBanner />
        <div className={classes.columns}>
          <div className={classes.menu}>
            <Menu />
            <PermissionNotice />
          </div>
          <main id="content" className={classes.main} tabIndex={-1}>
            <Notices />
            <UnsavedForms />
            <PageGuard />
          </main>
        </div>
        <RouteFocus />
      </div>
    </SeeAsProvider>
  );
}
