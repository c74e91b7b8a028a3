/** Every token of the login, told apart: what is held, what is not yet, and what lies elsewhere. */
import { t } from "@lingui/core/macro";
import { Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import { audiencesOf, strategyOf } from "@/session/audience";
import { numberClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { useIdToken } from "@/session/useIdToken";
import { useTokens } from "@/session/useTokens";
import { CardGrid, Section } from "@/ui/Section";
import { AccessTokenCard } from "./AccessTokenCard";
import { ClaimList } from "./ClaimList";
import { Countdown } from "./Countdown";
import { GatewayCard } from "./GatewayCard";
import { MissingToken } from "./MissingToken";
import { RefreshTokenCard } from "./RefreshTokenCard";
import { SessionCard } from "./SessionCard";
import { TokenCard } from "./TokenCard";

export function TokenList() {
  const { config, tokens } = useSession();
  const { usesGateway, usesSession } = strategyOf(config);
  const held = useTokens();
  const cards = useRef<HTMLDivElement>(null);
  // The server has fetched what the pages before needed; what is known stays where it does not answer.
  useEffect(() => void tokens.lookAgain().catch(() => undefined), [tokens]);
  return (
    <Section
      title={t`Your tokens`}
      lead={
        usesSession
          ? t`This site’s server holds them. This page is told what they say and never gets one, so nothing here can be copied, and no script in this page can take one along.`
          : t`A login can bring three kinds. They look alike and are not: each has one reader and one use.`
      }
    >
      <Stack ref={cards} tabIndex={-1} gap="1rem">
        <CardGrid wide>
          <IdTokenCard />
          {audiencesOf(config).map((audience) => {
            const token = held.find((one) => one.audience === audience);
            if (token) return <AccessTokenCard key={audience} held={token} />;
            return (
              <MissingToken
                key={audience}
                audience={audience}
                // The button that was pressed goes, and the focus would go with it.
                onFetched={() => cards.current?.focus()}
              />
            );
          })}
        </CardGrid>
        <CardGrid wide>
          {usesGateway && <GatewayCard />}
          {usesSession && <SessionCard />}
          <RefreshTokenCard />
        </CardGrid>
      </Stack>
    </Section>
  );
}

function IdTokenCard() {
  const { usesSession } = strategyOf(useSession().config);
  const claims = useIdToken();
  const end = numberClaim(claims, "exp");
  return (
    <TokenCard
      name={t`ID token`}
      purpose={t`It tells this page who you are, so that your name stands in the corner.`}
      readers={
        usesSession
          ? t`This site’s server, which tells this page what it says. No API may accept it: it says who you are, not what you may do.`
          : t`This page. No API may accept it: it says who you are, not what you may do.`
      }
      lifetime={
        end ? (
          <Countdown until={end * 1000} over={t`It has ended; it was needed at login only.`} />
        ) : (
          t`It came with the login.`
        )
      }
    >
      {claims && <ClaimList claims={claims} kind="id" />}
    </TokenCard>
  );
}
