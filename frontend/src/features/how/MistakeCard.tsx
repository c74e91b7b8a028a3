/** One mistake: what it is, a button that makes it, and the answer explained. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { announce } from "@/ui/announce";
import { Panel } from "@/ui/Panel";
import { AttemptResult } from "./AttemptResult";
import type { Mistake, Site } from "./knownMistakes";
import classes from "./MistakeCard.module.css";
import { runSerially } from "./runSerially";
import { NoTokens } from "./silentAuth";
import { WithCode } from "./WithCode";

export function MistakeCard({ mistake, site }: { mistake: Mistake; site: Site }) {
  const titleId = useId();
  const impossible = mistake.impossible?.(site) ?? null;
  const trying = useMutation({
    mutationFn: () => runSerially(() => mistake.attempts(site)),
    // Without a network it fails and says so, instead of waiting for one.
    networkMode: "always",
    onSuccess: ([answer]) => {
      if (answer) announce(`Answered ${answer.status}. ${answer.detail ?? ""}`);
    },
  });

  return (
    <Panel>
      <div className={classes.card}>
        <div className={classes.column}>
          <h3 id={titleId}>{mistake.title}</h3>
          <p>
            <WithCode>{mistake.does(site)}</WithCode>
          </p>
          {!impossible && (
            <Button
              variant="default"
              loading={trying.isPending}
              aria-describedby={titleId}
              onClick={() => trying.mutate()}
            >
              {trying.data ? t`Try it again` : t`Try it`}
            </Button>
          )}
        </div>
        <div className={classes.column} data-part="answer">
          {impossible && <p className={classes.empty}>{impossible}</p>}
          {!impossible && !trying.data && !trying.error && (
            <p className={classes.empty}>
              <Trans>The answer will stand here.</Trans>
            </p>
          )}
          {trying.error && (
            <p role="alert">
              {trying.error instanceof NoTokens && t`Such a token cannot be had just now.`}{" "}
              {trying.error.message}
            </p>
          )}
          {trying.data?.map((answer) => (
            <AttemptResult key={answer.request} {...answer} />
          ))}
          {trying.data && (
            <p>
              <WithCode>{mistake.because(site)}</WithCode>
            </p>
          )}
        </div>
        <p className={classes.auth0}>
          <strong>
            <Trans>If it happens with Auth0:</Trans>
          </strong>{" "}
          <WithCode>{mistake.atAuth0}</WithCode>
        </p>
      </div>
    </Panel>
  );
}
