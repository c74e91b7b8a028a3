/** The access token for one audience: which API reads it, and what stands in it. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import type { HeldToken } from "@/session/useTokens";
import { formatTime } from "@/ui/format";
import { AccessTokenActions } from "./AccessTokenActions";
import { ClaimList } from "./ClaimList";
import { Countdown } from "./Countdown";
import { TokenCard } from "./TokenCard";
import { openedBy, readersOf, titleOf } from "./tokenDescriptions";
import { useApiTitles } from "./useApiTitles";

export function AccessTokenCard({ held }: { held: HeldToken }) {
  const { audience, expiresAt, fetchedAt, claims } = held;
  const { config } = useSession();
  const apis = useApiTitles(audience);
  const strategy = strategyOf(config);
  const isOfLogin = audience === config.audience;
  const words = { isOfLogin, apis, strategy };

  return (
    <TokenCard
      name={titleOf(words)}
      purpose={openedBy(words)}
      readers={readersOf(words)}
      lifetime={
        <Countdown until={expiresAt} over={t`It has ended; the next request brings a new one.`} />
      }
      fetched={formatTime(fetchedAt)}
    >
      {/* The server fetches all anew, those of the APIs when they are next needed. */}
      {(isOfLogin || !strategy.usesSession) && <AccessTokenActions {...held} />}
      {claims ? (
        <ClaimList claims={claims} kind="access" />
      ) : (
        <p>
          <Trans>
            Yours is opaque: a mere reference that only the provider can read. That is what comes
            when a login names no audience, and no API accepts it.
          </Trans>
        </p>
      )}
    </TokenCard>
  );
}
