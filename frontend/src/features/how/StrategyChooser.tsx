/** Chooses which of the six strategies is shown. The one that runs here is marked. */
import { Trans } from "@lingui/react/macro";
import type { StrategyName } from "@/session/strategies";
import classes from "./StrategyChooser.module.css";
import { STRATEGY_DESCRIPTIONS, STRATEGY_NAMES } from "./strategyDescriptions";

interface Props {
  shown: StrategyName;
  running: StrategyName;
  onShow: (strategy: StrategyName) => void;
}

export function StrategyChooser({ shown, running, onShow }: Props) {
  return (
    <fieldset className={classes.chooser}>
      <legend className={classes.legend}>
        <Trans>Show the strategy</Trans>
      </legend>
      {STRATEGY_NAMES.map((strategy) => (
        <label key={strategy} className={classes.choice}>
          <input
            type="radio"
            name="strategy"
            value={strategy}
            checked={strategy === shown}
            onChange={() => onShow(strategy)}
          />
          <span className={classes.title}>{STRATEGY_DESCRIPTIONS[strategy].title}</span>
          {strategy === running && (
            <span className={classes.running}>
              <Trans>running here</Trans>
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
