/** Stands where something could not be shown. */
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { errorMessage } from "./errorMessages";
import { Panel } from "./Panel";

interface Props {
  error: Error;
  retry?: (() => void) | undefined;
  /** Where to go instead. */
  way?: ReactNode;
}

export function ErrorState({ error, retry, way }: Props) {
  const { title, advice } = errorMessage(error);
  return (
    <Panel role="alert">
      <h2>{title}</h2>
      <p>{advice}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          <Trans>Try again</Trans>
        </Button>
      )}
      {way}
    </Panel>
  );
}
