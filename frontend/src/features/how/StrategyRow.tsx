/** What a table says of one strategy; on a phone a card, folded unless it is the one that runs. */
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import type { StrategyName } from "@/session/strategies";
import classes from "./Costs.module.css";
import { STRATEGY_DESCRIPTIONS } from "./strategyDescriptions";

interface Props {
  strategy: StrategyName;
  isRunning: boolean;
  state?: string;
  children: ReactNode;
}

export function StrategyRow({ strategy, isRunning, state, children }: Props) {
  const isPhone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [isOpen, setIsOpen] = useState(isRunning);
  const { title } = STRATEGY_DESCRIPTIONS[strategy];
  return (
    <tr data-running={isRunning} data-folded={(isPhone && !isOpen) || undefined}>
      <th scope="row">
        {isPhone ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {title}
          </button>
        ) : (
          title
        )}
        {state && <span className={classes.state}>{state}</span>}
      </th>
      {children}
    </tr>
  );
}
