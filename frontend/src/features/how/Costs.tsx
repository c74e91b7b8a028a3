/** The strategies side by side; the one that runs here can be measured. */

import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { strategyOf } from "@/session/audience";
import { type Config, isLoginCrossSite } from "@/session/config";
import { hostOf } from "@/session/crossSite";
import { useSession } from "@/session/SessionContext";
import type { StrategyName } from "@/session/strategies";
import { usePermissions } from "@/session/usePermissions";
import { announce } from "@/ui/announce";
import { formatDecimal } from "@/ui/format";
import { Section } from "@/ui/Section";
import classes from "./Costs.module.css";
import { MeasuredCosts } from "./MeasuredCosts";
import { type Measurement, measure } from "./measure";
import { runSerially } from "./runSerially";
import { StrategyRow } from "./StrategyRow";
import { COST_TITLES, COSTS, type Cost } from "./strategyCosts";
import { STRATEGY_NAMES } from "./strategyDescriptions";

const COLUMNS = Object.keys(COST_TITLES) as (keyof Cost)[];

export function Costs() {
  const session = useSession();
  const { config } = session;
  const { data: mine } = usePermissions();
  const api =
    mine?.resources.find(({ granted }) => granted?.includes("list")) ?? mine?.resources[0];
  const measuring = useMutation({
    mutationFn: () => runSerially(() => measure(api?.name ?? "", session)),
    networkMode: "always",
    onSuccess: (measured) => announce(measuredInWords(measured)),
  });

  return (
    <Section
      title={t`What each costs and loses`}
      lead={
        <Trans>
          Stated beforehand; the one that runs here you can measure. Not counted: the login, and{" "}
          <code>GET /me/permissions</code>, the one request that draws the menu under every
          strategy.
        </Trans>
      }
    >
      <table className={classes.table}>
        <caption className={classes.caption}>
          <Trans>Costs of the six strategies</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Strategy</Trans>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {COST_TITLES[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {STRATEGY_NAMES.map((strategy) => {
            const isRunning = strategy === config.strategy;
            return (
              <CostRow
                key={strategy}
                strategy={strategy}
                isRunning={isRunning}
                measured={isRunning ? measuring.data : undefined}
              />
            );
          })}
        </tbody>
      </table>
      <MeasuredCosts running={config.strategy} />
      <p className={classes.hint}>{siteInWords(config)}</p>
      <div className={classes.measuring}>
        <Button
          onClick={() => measuring.mutate()}
          loading={measuring.isPending}
          disabled={!api}
          variant="default"
        >
          <Trans>Measure it here</Trans>
        </Button>
        <div className={classes.result}>
          {measuring.data && <p>{measuredInWords(measuring.data)}</p>}
          {measuring.error && (
            <p role="alert">
              <Trans>Nothing was measured. {measuring.error.message}</Trans>
            </p>
          )}
          {!measuring.data && !measuring.error && (
            <p className={classes.hint}>
              <Trans>
                Asks for a list as you, once for the first data and five times more, and counts.
              </Trans>
            </p>
          )}
        </div>
      </div>
    </Section>
  );
}

function siteInWords(config: Config): string {
  if (strategyOf(config).usesSession) {
    return t`Here no hidden frame is needed, so it does not matter where the provider is and what the browser blocks.`;
  }
  const [provider, page] = [hostOf(config.domain), window.location.hostname];
  return isLoginCrossSite(config)
    ? t`Here the provider is at ${provider} and this page at ${page}: different sites, so a browser that blocks third-party cookies keeps hidden frames from working.`
    : t`Here the provider is at ${provider} and this page at ${page}: the same site, so hidden frames work whatever the browser blocks.`;
}

interface RowProps {
  strategy: StrategyName;
  isRunning: boolean;
  measured: Measurement | undefined;
}

function CostRow({ strategy, isRunning, measured }: RowProps) {
  return (
    <StrategyRow
      strategy={strategy}
      isRunning={isRunning}
      state={isRunning ? (measured ? t`running here, measured` : t`running here`) : t`stated`}
    >
      {COLUMNS.map((column) => (
        <td key={column}>
          <span className={classes.label} aria-hidden="true">
            {COST_TITLES[column]}
          </span>
          {COSTS[strategy][column]}
          {column === "requests" && measured && (
            <strong className={classes.measured}>
              <Trans>
                measured: {measured.requests} in {rounded(measured.firstMs)} ms, then{" "}
                {rounded(measured.steadyMs)} ms a call
              </Trans>
            </strong>
          )}
        </td>
      ))}
    </StrategyRow>
  );
}

function measuredInWords({ path, status, requests, firstMs, steadyMs }: Measurement): string {
  const count = formatRequests(requests);
  const first =
    status < 400
      ? t`First data from ${path} after ${count} and ${rounded(firstMs)} ms.`
      : t`No data: ${path} answered ${status} after ${count} and ${rounded(firstMs)} ms. A refusal takes its time too.`;
  return `${first} ${t`Five calls after that: ${rounded(steadyMs)} ms each, by the median.`}`;
}

function formatRequests(count: number): string {
  return plural(count, { one: "# request", other: "# requests" });
}

function rounded(ms: number): string {
  return formatDecimal(ms, ms < 10 ? 1 : 0);
}
