/** Shown when the provider sent somebody back without a login. */
import { Button } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Panel } from "@/ui/Panel";
import { Header } from "./Header";
import classes from "./Landing.module.css";

export function LoginError() {
  const { failure, failedAt, login } = useSession();
  return (
    <>
      <title>Login did not work · Usher</title>
      <Header />
      <main className={classes.page}>
        <Panel role="alert" tone="accent">
          <h1>The login did not work</h1>
          <p>
            Nothing is lost. A login link works once and for a short time, so coming back to an old
            one ends here too.
          </p>
          {failure && <p className={classes.hint}>The reason given: {failure}</p>}
          <Button onClick={() => login(failedAt)}>Log in again</Button>
          {/* Loaded anew: a login from before may go on. */}
          <a href="/">Go to the start page</a>
        </Panel>
      </main>
    </>
  );
}
