/** For addresses nobody owns. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { Panel } from "@/ui/Panel";

export function NotFoundPage() {
  return (
    <Page title={t`Nothing is here`}>
      <Panel>
        <p>
          <Trans>
            This page may have moved, or the address has a slip in it. Look at it once more, or
            start from the beginning.
          </Trans>
        </p>
        <Button component={Link} to="/" variant="default">
          <Trans>Go to the start page</Trans>
        </Button>
      </Panel>
    </Page>
  );
}
