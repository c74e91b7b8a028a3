/** Says through whose eyes the page is seen, and leads back. */
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSeeAs } from "@/permissions/SeeAs";
import classes from "./SessionBanner.module.css";

export function SeeAsBanner() {
  const { seen, sentence, stop } = useSeeAs();
  return (
    <div role="status" className={classes.pinned} data-seen={seen !== null}>
      {seen && (
        <div className={classes.bar}>
          <p>{sentence}</p>
          <Button size="xs" variant="default" onClick={stop}>
            <Trans>Stop</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
