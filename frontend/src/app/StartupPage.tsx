/** What stands there while a session is looked for: the outline that came with the page, and in its
 * place what to do where that takes long. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useSession } from "@/session/SessionContext";
import { Panel } from "@/ui/Panel";
import { Header } from "./Header";
import classes from "./Shell.module.css";
import { startFrame, useInPlaceOfFrame } from "./startFrame";

/** Since the page was opened. Nobody looks at an empty one for longer; what they wait for may still come. */
const PATIENCE_MS = 1_900;
/** A page that was slow to come is on a slow line, where the answer takes longer too. */
const LEAST_PATIENCE_MS = 1_500;

export function StartupPage() {
  const { status, login } = useSession();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const left = Math.max(LEAST_PATIENCE_MS, PATIENCE_MS - performance.now());
    const timer = setTimeout(setLong, left, true);
    return () => clearTimeout(timer);
  }, []);
  const isWaiting = isLong && status === "starting";
  useInPlaceOfFrame(isWaiting);
  if (!isWaiting && startFrame()) return null;
  return (
    <div className={classes.shell}>
      <title>{t`Usher`}</title>
      <Header />
      <div className={classes.columns}>
        <div className={classes.menu} />
        <main className={classes.main} aria-label={t`Looking for your session`}>
          <Skeleton height={32} width={180} mb={24} />
          <div role="status">
            {isWaiting && (
              <Panel>
                <h1>
                  <Trans>The login server has not answered yet</Trans>
                </h1>
                <p>
                  <Trans>
                    It is asked whether you are still logged in. You can wait, or log in anew.
                  </Trans>
                </p>
                <Button onClick={() => login()}>
                  <Trans>Log in</Trans>
                </Button>
              </Panel>
            )}
          </div>
          {!isWaiting && <Skeleton height={160} aria-busy="true" />}
        </main>
      </div>
    </div>
  );
}
