/** The door: what somebody sees who is not logged in. */
import { Button } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { strategyOf } from "@/session/audience";
import { isLoginCrossSite } from "@/session/config";
import { hostOf } from "@/session/crossSite";
import { useSession } from "@/session/SessionContext";
import type { SessionEnding } from "@/session/tokenHolder";
import { BigTicket } from "./BigTicket";
import { Header } from "./Header";
import classes from "./Landing.module.css";

const ENDINGS: Record<SessionEnding, string> = {
  elsewhere: "You logged out in another tab, so this one is closed too.",
  hereOnly:
    "You are logged out of this page. The login server has no logout that this page could call, so it may still know you: close the browser, or log out there.",
  stillOpen:
    "This site could not be reached, so you are not logged out. Load the page anew and log out again.",
  unconfirmed:
    "The login server does not confirm the login you had here. Log in again; where it still knows you, it asks for nothing.",
};
const ENDED_AT_SERVER =
  "The login you had here has ended. Log in again; where the login server still knows you, it asks for nothing.";

export function Landing() {
  const { login, config, ended } = useSession();
  const { pathname, href } = useLocation();
  const { usesSession } = strategyOf(config);
  const why = ended === "unconfirmed" && usesSession ? ENDED_AT_SERVER : ended && ENDINGS[ended];
  const isOnTheWay = pathname !== "/" && pathname !== "/callback";
  return (
    <>
      <title>Log in · Usher</title>
      <Header />
      <main className={classes.page}>
        <div className={classes.words}>
          <div role="status">{why && <p>{why}</p>}</div>
          <h1 className={classes.title}>Show your ticket, take your seat</h1>
          <p className={classes.lead}>
            Films and books behind two doors. What you may see and do is written on your tickets:
            the menu follows them, and every door says which one is missing.
          </p>
          <Button size="lg" onClick={() => login(isOnTheWay ? href : "/")}>
            Log in
          </Button>
          {isOnTheWay && <p className={classes.hint}>Afterwards you go on to {pathname}.</p>}
          {isLoginCrossSite(config) && !usesSession && (
            <p className={classes.hint}>
              The login server is on another site, {hostOf(config.domain)}. Where your browser
              blocks cookies of other sites, a reload of this page asks you to log in again.
            </p>
          )}
          {config.demo && (
            <p className={classes.hint}>This is the demo. On the next page you choose who to be.</p>
          )}
        </div>
        <BigTicket />
      </main>
    </>
  );
}
