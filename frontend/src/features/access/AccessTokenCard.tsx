/** The access token for one audience: which API reads it, and what stands in it. */
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { AccessTokenActions } from "./AccessTokenActions";
import { ClaimList } from "./ClaimList";
import { Countdown } from "./Countdown";
import { TokenCard } from "./TokenCard";
import { openedBy, readersOf, titleOf } from "./tokenWords";
import { useApiNames } from "./useApiNames";
import { type ShownAccessToken, useAccessToken } from "./useTokens";

export function AccessTokenCard({ audience }: { audience: string }) {
  const { config } = useSession();
  const apis = useApiNames(audience);
  const access = useAccessToken(audience);
  if (!access) return null;
  const words = { isOfLogin: audience === config.audience, apis, strategy: strategyOf(config) };

  return (
    <TokenCard
      name={titleOf(words)}
      purpose={openedBy(words)}
      readers={readersOf(words)}
      lifetime={<Lifetime access={access} />}
      fetched={new Date(access.fetchedAt).toLocaleTimeString("en")}
    >
      <Held access={access} audience={audience} />
    </TokenCard>
  );
}

function Lifetime({ access }: { access: ShownAccessToken }) {
  return (
    <Countdown until={access.expiresAt} over="It has ended; the next request brings a new one." />
  );
}

function Held({ access, audience }: { access: ShownAccessToken; audience: string }) {
  return (
    <>
      <AccessTokenActions access={access} audience={audience} />
      {access.claims ? (
        <ClaimList claims={access.claims} kind="access" />
      ) : (
        <p>
          Yours is opaque: a mere reference that only the provider can read. That is what comes when
          a login names no audience, and no API accepts it.
        </p>
      )}
    </>
  );
}
