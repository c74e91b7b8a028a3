/** For addresses nobody owns. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { Panel } from "@/ui/Panel";

export function NotFoundPage() {
  return (
    <Page title="There is no such seat">
      <Panel>
        <p>Nothing lives at this address. It may have moved, or the address has a slip in it.</p>
        <Button component={Link} to="/" variant="default">
          Go to the start page
        </Button>
      </Panel>
    </Page>
  );
}
