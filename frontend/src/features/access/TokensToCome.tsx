/** The APIs whose token was not needed yet, each with a way to fetch it now. */
import { Button } from "@mantine/core";
import { announce } from "@/ui/announce";
import { inWords } from "@/ui/inWords";
import { Panel } from "@/ui/Panel";
import classes from "./TokensToCome.module.css";
import { useApiNames } from "./useApiNames";
import { useFetchToken } from "./useFetchToken";

interface Props {
  audiences: readonly string[];
  onFetched: () => void;
}

export function TokensToCome({ audiences, onFetched }: Props) {
  if (audiences.length === 0) return null;
  return (
    <Panel>
      <ul className={classes.list}>
        {audiences.map((audience) => (
          <TokenToCome key={audience} audience={audience} onFetched={onFetched} />
        ))}
      </ul>
    </Panel>
  );
}

interface TokenProps {
  audience: string;
  onFetched: () => void;
}

function TokenToCome({ audience, onFetched }: TokenProps) {
  const name = inWords(useApiNames(audience));
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
    <li>
      <span>
        <b>{name}</b>: no token yet. It comes with the first request to that API.
        {fetching.error && <span role="alert"> It did not come. Try again in a moment.</span>}
      </span>
      <Button
        size="xs"
        variant="default"
        aria-label={`Fetch it: the token for ${name}`}
        loading={fetching.isPending}
        onClick={fetchIt}
      >
        Fetch it
      </Button>
    </li>
  );
}
