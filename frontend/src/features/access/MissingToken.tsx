/** An API whose token was not needed yet, in the place where it will stand, with a way to fetch it. */
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
        announce(`The token for ${name} is here.`);
        onFetched();
      },
      () => undefined,
    );
  return (
    <div className={classes.place}>
      <p>
        <b>{name}</b>: no token yet. It comes with the first request to that API.
      </p>
      {!usesSession && (
        <Button
          size="xs"
          variant="default"
          aria-label={`Fetch the token for ${name}`}
          loading={fetching.isPending}
          onClick={fetchIt}
        >
          Fetch the token
        </Button>
      )}
      {fetching.error && <p role="alert">It did not come. {errorMessage(fetching.error).advice}</p>}
    </div>
  );
}
