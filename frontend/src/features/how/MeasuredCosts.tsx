/** What each strategy cost a browser once, all measured side by side by ./run bench strategies. */

import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import type { StrategyName } from "@/session/strategies";
import { formatDecimal } from "@/ui/format";
import classes from "./Costs.module.css";
import measured from "./measuredCosts.json";
import { StrategyRow } from "./StrategyRow";
import { STRATEGY_NAMES } from "./strategyDescriptions";

interface Visit {
  requests: number;
  /** Both ways, headers and tokens too, without the page's files. */
  bytes: number;
  milliseconds: number;
  /** The page's files, in bytes as they come. */
  files: number;
}

const FIGURES: Record<StrategyName, { login: Visit; reload: Visit }> = measured.medians;
const machine = measured.machine.split(",")[0] ?? "";
const COLUMNS = [t`After a login`, t`After a reload`, t`The page’s files, at first`];

export function MeasuredCosts({ running }: { running: StrategyName }) {
  return (
    <>
      <p>
        <Trans>
          All six side by side, as <code>{measured.command}</code> measured them on {machine} (
          {measured.date}, commit <code>{measured.commit}</code>): until the first films stand
          there, with the requests they waited for. Requests and sizes are exact; times only
          compare.
        </Trans>{" "}
        <Plural
          value={measured.rounds}
          one="They are those of one round."
          other="They are medians of # rounds."
        />
      </p>
      <table className={classes.table}>
        <caption className={classes.caption}>
          <Trans>Measured costs of the six strategies</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Strategy</Trans>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {STRATEGY_NAMES.map((strategy) => (
            <StrategyRow key={strategy} strategy={strategy} isRunning={strategy === running}>
              {cellsOf(strategy).map((words, index) => (
                <td key={COLUMNS[index]}>
                  <span className={classes.label} aria-hidden="true">
                    {COLUMNS[index]}
                  </span>
                  {words}
                </td>
              ))}
            </StrategyRow>
          ))}
        </tbody>
      </table>
    </>
  );
}

function cellsOf(strategy: StrategyName): string[] {
  const { login, reload } = FIGURES[strategy];
  return [inWords(login), inWords(reload), kib(login.files)];
}

function inWords({ requests, bytes, milliseconds }: Visit): string {
  return t`${requests} requests, ${kib(bytes)}, ${formatDecimal(milliseconds, 0)} ms`;
}

function kib(bytes: number): string {
  return `${formatDecimal(bytes / 1024, bytes < 102_400 ? 1 : 0)} KiB`;
}
