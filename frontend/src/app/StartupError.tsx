/** Shown when the page could not learn what it must know to start. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { WrongConfig } from "@/session/config";
import { NotLoaded } from "@/session/problem";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import classes from "./Landing.module.css";
import { useReloadWhenReachable } from "./reloadWhenReachable";
import { useInPlaceOfFrame } from "./startFrame";

export function StartupError({ reason }: { reason: Error }) {
  useInPlaceOfFrame();
  const retry = useReloadWhenReachable(!(reason instanceof WrongConfig));
  return (
    <main className={classes.page}>
      <title>{t`Usher`}</title>
      {reason instanceof WrongConfig ? (
        <Panel role="alert" tone="accent">
          <h1>
            <Trans>Usher is not set up right</Trans>
          </h1>
          <p>
            <Trans>
              This page cannot start, and loading it again does not help. Tell whoever runs it:
            </Trans>
          </p>
          <p>{reason.message}</p>
        </Panel>
      ) : (
        <>
          <ErrorState error={new NotLoaded()} retry={retry} />
          <p className={classes.hint}>{reason.message}</p>
        </>
      )}
    </main>
  );
}
