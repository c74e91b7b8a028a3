/** The door: what somebody sees who is not logged in. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { Ticket } from "@/permissions/Ticket";
import { useRecordsInWords } from "@/records/ResourcesContext";
import { strategyOf } from "@/session/audience";
import { isLoginCrossSite } from "@/session/config";
import { hostOf } from "@/session/crossSite";
import { useSession } from "@/session/SessionContext";
import type { SessionEnding } from "@/session/tokenHolder";
import type { Permission } from "@/session/types";
import { capitalized } from "@/ui/format";
import { BigTickets } from "./BigTickets";
import { RESOURCES } from "./features";
import { Header } from "./Header";
import classes from "./Landing.module.css";

const ENDINGS: Record<SessionEnding, string> = {
  elsewhere: t`You logged out in another tab, so this one is closed too.`,
  hereOnly: t`You are logged out of this page. The login server has no logout that this page could call, so it may still know you: close the browser, or log out there.`,
  stillOpen: t`This site could not be reached, so you are not logged out. Load the page anew and log out again.`,
  unconfirmed: t`The login server does not confirm the login you had here. Log in again; where it still knows you, it asks for nothing.`,
};
const ENDED_AT_SERVER = t`The login you had here has ended. Log in again; where the login server still knows you, it asks for nothing.`;

export function Landing() {
  const { login, config, ended } = useSession();
  const { pathname, href } = useLocation();
  const { usesSession } = strategyOf(config);
  const why = ended === "unconfirmed" && usesSession ? ENDED_AT_SERVER : ended && ENDINGS[ended];
  const host = hostOf(config.domain);
  const records = useRecordsInWords();
  const example: Permission = `list:${RESOURCES[0]?.name ?? "users"}`;
  const isOnTheWay = pathname !== "/" && pathname !== "/callback";
  return (
    <>
      <title>{t`Log in · Usher`}</title>
      <Header />
      <main className={classes.page}>
        <div className={classes.words}>
          <div role="status">{why && <p>{why}</p>}</div>
          <h1 className={classes.title}>
            <Trans>Show your ticket, take your seat</Trans>
          </h1>
          <p className={classes.lead}>
            <Trans>
              {capitalized(records)} behind closed doors. A ticket is a permission, such as{" "}
              <Ticket name={example} held says={null} />. It is one thing that you may do. The menu
              follows the tickets you hold, and every door says which one is missing.
            </Trans>
          </p>
          <Button size="lg" onClick={() => login(isOnTheWay ? href : "/")}>
            <Trans>Log in</Trans>
          </Button>
          {isOnTheWay && (
            <p className={classes.hint}>
              <Trans>Afterwards you go on to {pathname}.</Trans>
            </p>
          )}
          {isLoginCrossSite(config) && !usesSession && (
            <p className={classes.hint}>
              <Trans>
                The login server is on another site, {host}. Where your browser blocks cookies of
                other sites, a reload of this page asks you to log in again.
              </Trans>
            </p>
          )}
          {config.demo && (
            <p className={classes.hint}>
              <Trans>This is the demo. On the next page you choose who to be.</Trans>
            </p>
          )}
          <p className={classes.hint}>
            <Trans>
              To build with it: <a href="/docs/">the docs</a> and{" "}
              <a href="/api/docs/">the API docs</a>.
            </Trans>
          </p>
        </div>
        <BigTickets isDemo={config.demo} />
      </main>
    </>
  );
}
