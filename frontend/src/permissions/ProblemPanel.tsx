/** Shows why something could not be shown or done: a refusal with its ticket, else in words. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Problem } from "@/session/problem";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import { Refusal } from "./Refusal";
import { Tickets } from "./Tickets";

interface Props {
  error: Error;
  retry?: (() => void) | undefined;
  /** Where to go instead. */
  way?: ReactNode;
}

export function ProblemPanel({ error, retry, way }: Props) {
  if (error instanceof Problem && error.status === 403 && error.requiredPermission) {
    return <Refusal permission={error.requiredPermission} />;
  }
  if (error instanceof Problem && error.code === "unheld_permission") {
    return (
      <Panel role="alert" tone="accent">
        <h2>
          <Trans>This takes tickets that you lack</Trans>
        </h2>
        <p>
          <Trans>
            Nothing was saved. You give only what you hold, and change only people who hold no more
            than you. You lack:
          </Trans>
        </p>
        <Tickets label={t`What you lack`} names={error.permissions} held={false} />
      </Panel>
    );
  }
  return <ErrorState error={error} retry={retry} way={way} />;
}
