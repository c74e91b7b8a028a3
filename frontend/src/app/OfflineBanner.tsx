/** Says that the network is gone, and that nothing is lost. */
import { Trans } from "@lingui/react/macro";
import { useNetwork } from "@mantine/hooks";
import classes from "./OfflineBanner.module.css";

export function OfflineBanner() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <p className={classes.banner}>
          <Trans>
            You are offline. What you see stays; Usher asks again once the network is back.
          </Trans>
        </p>
      )}
    </div>
  );
}
