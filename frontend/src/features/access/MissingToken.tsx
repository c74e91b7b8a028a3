/** An API whose token was not needed yet, in the place where it will stand, with a way to fetch it. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { announce } from "@/ui/announce";
import { errorMessage } from "@/ui/errorMessages";
import { formatList } from "@/ui/format";
import classes from "./MissingToken.module.css";
import { useApiTitles } from "./useApiTitles";
import { useFetchToken } from "./useFetchToken";

interface Props {
  audience: string;
  onFetched: () => void;
}

export function MissingToken({ audience, onFetched }: Props) {
  const { usesSession } = strategyOf(useSession().config);
  const name = formatList(useApiTitles(audience));
  const fetching = useFetchToken(audience);
  const fetchIt = () =>
    void fetching.mutateAsync().then(
      () => {
        announce(t`The token for ${name} is here.`);
        onFetched();
      },
      () => undefined,
    );
  return (
    <div className={classes.place}>
      <p>
        <Trans>
          <b>{name}</b>: no token yet. It comes with the first request to that API.
        </Trans>
      </p>
      {!usesSession && (
        <Button
          size="xs"
          variant="default"
          aria-label={t`Fetch the token for ${name}`}
          loading={fetching.isPending}
          onClick={fetchIt}
        >
          <Trans>Fetch the token</Trans>
        </Button>
      )}
      {fetching.error && (
        <p role="alert">
          <Trans>It did not come. {errorMessage(fetching.error).advice}</Trans>
        </p>
      )}
    </div>
  );
}
