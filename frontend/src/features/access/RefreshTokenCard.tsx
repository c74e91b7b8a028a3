/** Whether this page has a refresh token, and for what. Its value is shown nowhere. */
import { t } from "@lingui/core/macro";
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
        name={t`Refresh token: at the server`}
        purpose={t`To fetch the access tokens for ${formatList([t`the login`, ...apis])}, each when it is first needed.`}
        readers={t`Only the provider, and only from the server, which has to prove that it is the one it was given to.`}
        lifetime={t`As long as the session. It lies encrypted in the server’s database, and goes with the session.`}
      />
    );
  }
  if (!hasRefreshToken) {
    return (
      <TokenCard
        name={t`Refresh token: none here`}
        purpose={t`To fetch new access tokens later, without you.`}
        readers={t`Only the provider. It never goes to an API.`}
        lifetime={t`Days or weeks, which is why this page wants none. Shortly before an access token ends it asks the provider again, in a hidden frame, as long as your session there lasts. So nothing that lives long lies in this browser tab.`}
      />
    );
  }
  if (!strategyOf(config).usesRefreshToken) {
    return (
      <TokenCard
        name={t`Refresh token: one for each access token`}
        purpose={t`To fetch the next access token for the same audience, with one request and without a hidden frame.`}
        readers={t`Only the provider. It never goes to an API, and it is shown nowhere.`}
        lifetime={t`As long as the provider says. It lies in the memory of this tab alone: a reload forgets it, and one hidden frame brings another.`}
      />
    );
  }
  return (
    <TokenCard
      name={t`Refresh token: one for all`}
      purpose={t`To fetch the access tokens for ${formatList([t`the login`, ...apis])}, each with one request and without a hidden frame.`}
      readers={t`Only the provider. It never goes to an API, and it is shown nowhere.`}
      lifetime={t`It changes with every use, and a former one that turns up again ends the session. It lies in the memory of this tab alone: a reload forgets it, and one hidden frame brings another.`}
    />
  );
}
