/** The door: what somebody sees who is not logged in. */
import { Button } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useSession } from "@/session/SessionContext";
import { Ticket } from "@/ui/Ticket";
import { Header } from "./Header";
import classes from "./Landing.module.css";

export function Landing() {
  const { login, config } = useSession();
  const { pathname, href } = useLocation();
  return (
    <>
      <title>Log in · Usher</title>
      <Header />
      <main className={classes.page}>
        <h1 className={classes.title}>Show your ticket, take your seat</h1>
        <p className={classes.lead}>
          One page, several APIs, people with roles. What you may see and do here is written on your
          tickets; every door reads them, and says which one is missing.
        </p>
        <div className={classes.tickets} aria-hidden="true">
          <Ticket name="list:movies" held />
          <Ticket name="read:books" held />
          <Ticket name="edit:movies" held={false} />
        </div>
        <Button size="lg" onClick={() => login(pathname === "/callback" ? "/" : href)}>
          Log in
        </Button>
        {pathname !== "/" && pathname !== "/callback" && (
          <p className={classes.hint}>You go on to {pathname} afterwards.</p>
        )}
        {config.demo && (
          <p className={classes.hint}>
            This is the demo: on the next page you choose who to be. Nothing to remember.
          </p>
        )}
      </main>
    </>
  );
}
