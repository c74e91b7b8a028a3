/** Whether this page has a refresh token, and for what. Its value is shown nowhere. */
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { formatList } from "@/ui/format";
import { TokenCard } from "./TokenCard";
import { useApiTitles } from "./useApiTitles";

export function RefreshTokenCard() {
  const { config, hasRefreshToken } = useSession();
  const apis = useApiTitles(config.audience);
  if (strategyOf(config).usesSession) {
    return (
      <TokenCard
        name="Refresh token: at the server"
        purpose={`To fetch the access tokens for ${formatList(["the login", ...apis])}, each when it is first needed.`}
        readers="Only the provider, and only from the server, which has to prove that it is the one it was given to."
        lifetime="As long as the session. It lies encrypted in the server’s database, and goes with the session."
      />
    );
  }
  if (!hasRefreshToken) {
    return (
      <TokenCard
        name="Refresh token: none here"
        purpose="To fetch new access tokens later, without you."
        readers="Only the provider. It never goes to an API."
        lifetime="Days or weeks, which is why this page wants none. Shortly before an access token ends it asks the provider again, in a hidden frame, as long as your session there lasts. So nothing that lives long lies in this browser tab."
      />
    );
  }
  if (!strategyOf(config).usesRefreshToken) {
    return (
      <TokenCard
        name="Refresh token: one for each access token"
        purpose="To fetch the next access token for the same audience, with one request and without a hidden frame."
        readers="Only the provider. It never goes to an API, and it is shown nowhere."
        lifetime="As long as the provider says. It lies in the memory of this tab alone: a reload forgets it, and one hidden frame brings another."
      />
    );
  }
  return (
    <TokenCard
      name="Refresh token: one for all"
      purpose={`To fetch the access tokens for ${formatList(["the login", ...apis])}, each with one request and without a hidden frame.`}
      readers="Only the provider. It never goes to an API, and it is shown nowhere."
      lifetime="It changes with every use, and a former one that turns up again ends the session. It lies in the memory of this tab alone: a reload forgets it, and one hidden frame brings another."
    />
  );
}
