/** The tokens this page never sees: the gateway's, one for each API. */

import { t } from "@lingui/core/macro";
import { useSession } from "@/session/SessionContext";
import { usePermissions } from "@/session/usePermissions";
import classes from "./GatewayCard.module.css";
import { TokenCard } from "./TokenCard";

export function GatewayCard() {
  const { config } = useSession();
  const { data: mine } = usePermissions();
  const isExchanged = config.strategy === "token_exchange";
  return (
    <TokenCard
      name={t`Held by the gateway: a token for each API`}
      purpose={
        isExchanged
          ? t`The gateway hands your token in at the provider and gets one for the API. It says who you are and that the gateway acts for you (the claim act), and carries your tickets for that API.`
          : t`The gateway looks at your tickets first. Then it asks the API in its own name, with a token of its own (client credentials) that carries its tickets, not yours. The API never learns who you are.`
      }
      readers={t`The gateway and that API. This page never gets it, so it cannot lose it.`}
      lifetime={
        isExchanged
          ? t`Never longer than your own token for the gateway.`
          : t`One serves everybody, until shortly before it ends.`
      }
    >
      <ul className={classes.list}>
        {Object.entries(config.audiences).map(([name, audience]) => (
          <li key={name}>
            {mine?.resources.find((resource) => resource.name === name)?.title ?? name}
            <code translate="no">{audience}</code>
          </li>
        ))}
      </ul>
    </TokenCard>
  );
}
