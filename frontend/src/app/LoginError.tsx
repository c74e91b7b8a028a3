/** Shown when the provider sent somebody back without a login. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Panel } from "@/ui/Panel";
import { Header } from "./Header";
import classes from "./Landing.module.css";

export function LoginError() {
  const { failure, failedAt, login } = useSession();
  return (
    <>
      <title>{t`Login did not work · Usher`}</title>
      <Header />
      <main className={classes.page}>
        <Panel role="alert" tone="accent">
          <h1>
            <Trans>The login did not work</Trans>
          </h1>
          <p>
            <Trans>
              Nothing is lost. A login link works once and for a short time, so coming back to an
              old one ends here too.
            </Trans>
          </p>
          {failure && (
            <p className={classes.hint}>
              <Trans>The reason given: {failure}</Trans>
            </p>
          )}
          <Button onClick={() => login(failedAt)}>
            <Trans>Log in again</Trans>
          </Button>
          {/* Loaded anew: a login from before may go on. */}
          <a href="/">
            <Trans>Go to the start page</Trans>
          </a>
        </Panel>
      </main>
    </>
  );
}
