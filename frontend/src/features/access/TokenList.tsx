/** Every token of the login, told apart: what is held, what is not yet, and what lies elsewhere. */
import { Stack } from "@mantine/core";
import { useRef } from "react";
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
import { TokenCard } from "./TokenCard";

export function TokenList() {
  const { config } = useSession();
  const held = useTokens();
  const cards = useRef<HTMLDivElement>(null);
  return (
    <Section
      title="Your tokens"
      lead="A login can bring three kinds. They look alike and are not: each has one reader and one use."
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
          {strategyOf(config).usesGateway && <GatewayCard />}
          <RefreshTokenCard />
        </CardGrid>
      </Stack>
    </Section>
  );
}

function IdTokenCard() {
  const claims = useIdToken();
  const end = numberClaim(claims, "exp");
  return (
    <TokenCard
      name="ID token"
      purpose="It tells this page who you are, so that your name stands in the corner."
      readers="This page. No API may accept it: it says who you are, not what you may do."
      lifetime={
        end ? (
          <Countdown until={end * 1000} over="It has ended; it was needed at login only." />
        ) : (
          "It came with the login."
        )
      }
    >
      {claims && <ClaimList claims={claims} kind="id" />}
    </TokenCard>
  );
}
