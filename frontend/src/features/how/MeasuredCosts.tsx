/** What each strategy cost a browser once, all measured side by side by ./run bench strategies. */
import type { StrategyName } from "@/session/strategies";
import classes from "./Costs.module.css";
import measured from "./measuredCosts.json";
import { STRATEGY_DESCRIPTIONS, STRATEGY_NAMES } from "./strategyDescriptions";

interface Visit {
  requests: number;
  /** Both ways, headers and tokens too, without the page's files. */
  bytes: number;
  milliseconds: number;
  /** The page's files, in bytes as they come. */
  files: number;
}

const FIGURES: Record<StrategyName, { login: Visit; reload: Visit }> = measured.medians;
const COLUMNS = ["After a login", "After a reload", "The page’s files, at first"];

export function MeasuredCosts({ running }: { running: StrategyName }) {
  return (
    <>
      <p>
        All six side by side, as <code>{measured.command}</code> measured them on{" "}
        {measured.machine.split(",")[0]} ({measured.date}, commit <code>{measured.commit}</code>):
        until the first films stand there, with the requests they waited for. Requests and sizes are
        exact; times are{" "}
        {measured.rounds > 1 ? `medians of ${measured.rounds} rounds` : "those of one round"}, and
        only compare.
      </p>
      <table className={classes.table}>
        <caption className={classes.caption}>Measured costs of the six strategies</caption>
        <thead>
          <tr>
            <th scope="col">Strategy</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {STRATEGY_NAMES.map((strategy) => (
            <tr key={strategy} data-running={strategy === running}>
              <th scope="row">{STRATEGY_DESCRIPTIONS[strategy].title}</th>
              {cellsOf(strategy).map((words, index) => (
                <td key={COLUMNS[index]}>
                  <span className={classes.label} aria-hidden="true">
                    {COLUMNS[index]}
                  </span>
                  {words}
                </td>
              ))}
            </tr>
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
  return `${requests} requests, ${kib(bytes)}, ${milliseconds.toFixed(0)} ms`;
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(bytes < 102_400 ? 1 : 0)} KiB`;
}
