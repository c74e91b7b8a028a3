/** "What could a script injected into this page take?", tried here and now. */

import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { strategyOf } from "@/session/audience";
import { requestTo } from "@/session/authorizedFetch";
import { useSession } from "@/session/SessionContext";
import { usePermissions } from "@/session/usePermissions";
import { announce } from "@/ui/announce";
import { formatTime } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { Section } from "@/ui/Section";
import { pathOf } from "./apis";
import costs from "./Costs.module.css";
import classes from "./InjectedScript.module.css";
import type { Loot } from "./loot";
import { runSerially } from "./runSerially";
import { type Find, TRIALS, type Trial, type Victim } from "./scriptTrials";
import { STOLEN, type Stolen } from "./stolenTokens";
import { STRATEGY_DESCRIPTIONS, STRATEGY_NAMES } from "./strategyDescriptions";

export function InjectedScript() {
  const { config, authorizedFetch } = useSession();
  const { data: mine, refetch } = usePermissions();
  const path = pathOf(mine?.resources[0]?.name ?? "movies", config);
  const askApi = () => authorizedFetch(requestTo(`${path}?page_size=1`, config, {}));
  const trying = useMutation({
    mutationFn: () => runSerially(() => tryAll({ config, askAsUsual: refetch, askApi })),
    networkMode: "always",
    onSuccess: (finds) => announce(verdict(finds)),
  });

  return (
    <Section
      title={t`What could a script injected into this page take?`}
      lead={t`One hole in a library is enough, and somebody else’s code runs here with all that this page may do. The button runs what such a script would run, against you. What it finds goes nowhere.`}
    >
      <Panel>
        <Button variant="default" loading={trying.isPending} onClick={() => trying.mutate()}>
          {trying.data ? t`Let the script run again` : t`Let the script run`}
        </Button>
        {trying.error && (
          <p role="alert">
            <Trans>The script did not run. {trying.error.message}</Trans>
          </p>
        )}
        {trying.data && <p className={classes.verdict}>{verdict(trying.data)}</p>}
        <ol className={classes.trials}>
          {TRIALS.map((trial, index) => (
            <TrialResult key={trial.id} trial={trial} find={trying.data?.[index]} />
          ))}
        </ol>
        <Remains />
      </Panel>
      <StolenTable />
    </Section>
  );
}

/** One after the other: what one fetches must not be found by the next. */
async function tryAll(victim: Victim): Promise<Find[]> {
  const finds: Find[] = [];
  for (const { run } of TRIALS) {
    finds.push(
      await run(victim).catch((reason: Error) => ({
        loot: [],
        words: t`Failed: ${reason.message}`,
      })),
    );
  }
  return finds;
}

/** Each token once, however many trials came upon it. */
function tokensAmong(finds: readonly Find[]): Loot[] {
  const found = finds.flatMap(({ loot }) => loot);
  return [...new Map(found.map((each) => [`${each.redacted} ${each.inWords}`, each])).values()];
}

function verdict(finds: readonly Find[]): string {
  const tokens = tokensAmong(finds);
  if (tokens.length === 0) {
    return t`It got no token. When this page is closed, it has nothing.`;
  }
  const count = plural(tokens.length, { one: "# token", other: "# tokens" });
  const end = endOf(tokens);
  return end
    ? t`It got ${count}. Sent away, they open your APIs for whoever has them, on any machine until ${end}, whether this page is open or not.`
    : t`It got ${count}. Sent away, they open your APIs for whoever has them, on any machine, whether this page is open or not.`;
}

/** The end of what opens something longest; a refresh token tells none. */
function endOf(tokens: readonly Loot[]): string {
  const ends = tokens.flatMap(({ opens, expiresAt }) => (opens ? [expiresAt ?? Infinity] : []));
  const last = Math.max(...ends);
  if (!Number.isFinite(last)) return "";
  return formatTime(last);
}

function TrialResult({ trial, find }: { trial: Trial; find: Find | undefined }) {
  const state = stateOf(find);
  return (
    <li className={classes.trial} data-state={state}>
      <h3 className={classes.title}>
        {trial.title}{" "}
        <span className={classes.section}>
          <Trans>RFC 10017, section {trial.section}</Trans>
        </span>
      </h3>
      {find && (
        <>
          <p className={classes.state}>{STATES[state]}</p>
          {find.loot.length > 0 && (
            <ul className={classes.loot}>
              {find.loot.map(({ redacted, inWords }) => (
                <li key={`${redacted} ${inWords}`}>
                  <code translate="no">{redacted}</code> {inWords}
                </li>
              ))}
            </ul>
          )}
          <p>{find.words}</p>
        </>
      )}
    </li>
  );
}

const STATES = {
  waiting: "",
  taken: t`It got:`,
  acted: t`It was answered.`,
  nothing: t`It got no token.`,
};

function stateOf(find: Find | undefined): keyof typeof STATES {
  if (!find) return "waiting";
  if (find.acted) return "acted";
  return find.loot.length > 0 ? "taken" : "nothing";
}

function Remains() {
  const { config } = useSession();
  const isOwnProvider = config.domain === window.location.origin;
  return (
    <p>
      <Trans>
        <strong>What remains under every strategy:</strong> while the page is open, a script does
        what you can do here: reads, changes and deletes in your name, as the page itself would
        (section 5.1.4). Only not running it prevents that; this site’s content policy lets in no
        scripts but its own.
      </Trans>{" "}
      {strategyOf(config).usesSession &&
        (isOwnProvider
          ? t`As the provider is at this same address, it also reaches your account’s pages. Password, second factors, e-mail address and consent to others’ apps ask for your password, unless you typed it less than five minutes ago. So type it only where you asked for it yourself.`
          : t`The provider is elsewhere, so it does not reach your account’s pages.`)}
    </p>
  );
}

const COLUMNS: Record<keyof Stolen, string> = {
  held: t`Tokens it finds here`,
  fresh: t`New ones, by a login of its own`,
  lasts: t`How long they serve it`,
};

function StolenTable() {
  const { config } = useSession();
  const columns = Object.keys(COLUMNS) as (keyof Stolen)[];
  return (
    <table className={costs.table}>
      <caption className={costs.caption}>
        <Trans>What a script can take under each strategy</Trans>
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Strategy</Trans>
          </th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {COLUMNS[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {STRATEGY_NAMES.map((strategy) => (
          <tr key={strategy} data-running={strategy === config.strategy}>
            <th scope="row">
              {STRATEGY_DESCRIPTIONS[strategy].title}
              <span className={costs.state}>
                {strategy === config.strategy ? t`running here` : t`stated`}
              </span>
            </th>
            {columns.map((column) => (
              <td key={column}>
                <span className={costs.label} aria-hidden="true">
                  {COLUMNS[column]}
                </span>
                {STOLEN[strategy][column]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
