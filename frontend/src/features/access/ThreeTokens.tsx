/** The ID token, the access token and the refresh token, told apart. */
import { numberClaim } from "@/session/jwt";
import { CardGrid, Section } from "@/ui/Section";
import { AccessTokenActions } from "./AccessTokenActions";
import { ClaimList } from "./ClaimList";
import { Countdown } from "./Countdown";
import { TokenCard } from "./TokenCard";
import { useAccessToken, useIdToken } from "./useTokens";

export function ThreeTokens() {
  return (
    <Section
      title="Your three tokens"
      lead="A login can bring three. They look alike and are not: each has one reader and one use."
    >
      <CardGrid>
        <IdTokenCard />
        <AccessTokenCard />
        <TokenCard
          name="Refresh token: none here"
          purpose="To fetch new access tokens later, without you."
          readers="Only the provider. It never goes to an API."
          lifetime="Days or weeks, which is why this page wants none. Shortly before the access token ends it asks the provider again, in a hidden frame, as long as your session there lasts. So nothing that lives long lies in this browser tab."
        />
      </CardGrid>
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

function AccessTokenCard() {
  const access = useAccessToken();
  return (
    <TokenCard
      name="Access token"
      purpose="It opens the API. This page sends it along with every request: the tickets you show at the door."
      readers="The API it names as audience. This page shows it to you, yet decides nothing by it."
      lifetime={
        access ? (
          <Countdown
            until={access.expiresAt}
            over="It has ended; the next request brings a new one."
          />
        ) : (
          "It is fetched with the first request."
        )
      }
    >
      {access && <AccessTokenActions access={access} />}
      {access?.claims && <ClaimList claims={access.claims} kind="access" />}
      {access && !access.claims && (
        <p>
          Yours is opaque: a mere reference that only the provider can read. That is what comes when
          a login names no audience, and no API accepts it.
        </p>
      )}
    </TokenCard>
  );
}
