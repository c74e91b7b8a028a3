/** The access token for one audience, or the place where it will be once an API needs it. */
import { Button } from "@mantine/core";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { AccessTokenActions } from "./AccessTokenActions";
import { ClaimList } from "./ClaimList";
import { Countdown } from "./Countdown";
import { TokenCard } from "./TokenCard";
import { openedBy, readersOf, titleOf } from "./tokenWords";
import { useApiNames } from "./useApiNames";
import { useFetchToken } from "./useFetchToken";
import { type ShownAccessToken, useAccessToken } from "./useTokens";

export function AccessTokenCard({ audience }: { audience: string }) {
  const { config } = useSession();
  const apis = useApiNames(audience);
  const access = useAccessToken(audience);
  const words = { isOfLogin: audience === config.audience, apis, strategy: strategyOf(config) };

  return (
    <TokenCard
      name={titleOf(words)}
      purpose={openedBy(words)}
      readers={readersOf(words)}
      lifetime={access ? <Lifetime access={access} /> : "It is fetched with the first request."}
      fetched={access && new Date(access.fetchedAt).toLocaleTimeString("en")}
    >
      {access ? <Held access={access} audience={audience} /> : <NotYet audience={audience} />}
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

function NotYet({ audience }: { audience: string }) {
  const fetching = useFetchToken(audience);
  return (
    <>
      <p>Nothing has asked this API for anything yet, so this page holds no token for it.</p>
      <Button
        size="xs"
        variant="default"
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        Fetch it
      </Button>
      {fetching.error && <p role="alert">No token came. Try again in a moment.</p>}
    </>
  );
}
