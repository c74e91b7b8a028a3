/** The six strategies, one at a time, beginning with the one that runs here. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import "@mantine/core/styles/Badge.css";
import { Badge, Stack } from "@mantine/core";
import { useState } from "react";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { Section } from "@/ui/Section";
import { LiveValues } from "./LiveValues";
import { SequenceDiagram } from "./SequenceDiagram";
import classes from "./Strategies.module.css";
import { StrategyChooser } from "./StrategyChooser";
import { sequenceOf } from "./steps";
import { STRATEGY_DESCRIPTIONS } from "./strategyDescriptions";

const TOKENS_SHOWN = {
  here: t`Tokens are shown by both ends only, to tell them apart.`,
  server: t`The tokens are at the server; this page knows only what they say.`,
};

export function Strategies() {
  const { config } = useSession();
  const running = config.strategy;
  const [shown, setShown] = useState(running);
  const isRunning = shown === running;
  const { title, what, when } = STRATEGY_DESCRIPTIONS[shown];

  return (
    <Section
      title={t`One login, several APIs: six ways`}
      lead={t`An access token is for one audience. So with several APIs somebody has to decide which token goes where. Usher can do it in six ways; one of them is running now.`}
    >
      <p>
        <Trans>
          <strong>Which one?</strong> For business, sensitive and personal data “
          {STRATEGY_DESCRIPTIONS.backend_for_frontend.title}”, as RFC 10017 strongly recommends
          (section 6.1.4.3): a script that got into the page takes the tokens of all others. Which
          of these fits depends on your APIs and your provider; for demonstrations and public data
          the first is enough.
        </Trans>
      </p>
      <StrategyChooser shown={shown} running={running} onShow={setShown} />
      <Stack gap="0.5rem" mt="0.5rem">
        <h3 className={classes.title}>
          {title}{" "}
          {isRunning && (
            <Badge variant="default" size="lg" tt="none">
              <Trans>running here</Trans>
            </Badge>
          )}
        </h3>
        <p>{what}</p>
        <p>{when}</p>
        <p className={classes.switch}>
          {isRunning ? t`It runs because of` : t`To see it run:`}{" "}
          <code>
            AUDIENCE_STRATEGY={shown}
            {isRunning ? "" : " ./run demo"}
          </code>
          {isRunning && t`, which is read when the site starts`}
        </p>
      </Stack>
      <SequenceDiagram
        label={t`${title}, step by step`}
        sequence={sequenceOf(shown, config)}
        isRunning={isRunning}
      />
      <p className={classes.legend}>
        <Trans>A brass arrow carries a token, a dashed one does not.</Trans>{" "}
        {isRunning
          ? TOKENS_SHOWN[strategyOf(config).usesSession ? "server" : "here"]
          : t`The audiences are those of this site; nothing of this is happening now.`}
      </p>
      {isRunning && <LiveValues />}
    </Section>
  );
}
