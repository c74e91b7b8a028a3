/** For addresses nobody owns. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { Panel } from "@/ui/Panel";
import classes from "./NotFoundPage.module.css";

export function NotFoundPage() {
  return (
    <Page title={t`Nothing is here`} above={<p className={classes.code}>404</p>}>
      <Panel>
        <p>
          <Trans>
            This page may have moved, or the address may have a typing mistake. Look at it once
            more, or start from the beginning.
          </Trans>
        </p>
        <Button component={Link} to="/">
          <Trans>Go to the start page</Trans>
        </Button>
      </Panel>
    </Page>
  );
}
