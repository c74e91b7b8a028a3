/** The page's outline while a session is looked for, and what to do where that takes long. */
import { Button, Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useSession } from "@/session/SessionContext";
import { Panel } from "@/ui/Panel";
import { Header } from "./Header";
import classes from "./Shell.module.css";

/** Nobody looks at an empty page for longer; what they wait for may still come. */
const PATIENCE_MS = 1_500;

export function StartupPage() {
  const { status, login } = useSession();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setLong, PATIENCE_MS, true);
    return () => clearTimeout(timer);
  }, []);
  const isWaiting = isLong && status === "starting";
  return (
    <div className={classes.shell}>
      <title>Usher</title>
      <Header />
      <div className={classes.columns}>
        <div className={classes.menu} />
        <main className={classes.main} aria-label="Looking for your session">
          <Skeleton height={32} width={180} mb={24} />
          <div role="status">
            {isWaiting && (
              <Panel>
                <h1>The login server has not answered yet</h1>
                <p>It is asked whether you are still logged in. You can wait, or log in anew.</p>
                <Button onClick={() => login()}>Log in</Button>
              </Panel>
            )}
          </div>
          {!isWaiting && <Skeleton height={160} aria-busy="true" />}
        </main>
      </div>
    </div>
  );
}
