/** The APIs whose token was not needed yet, each with a way to fetch it now. */
import { Button } from "@mantine/core";
import { inWords } from "@/ui/inWords";
import { Panel } from "@/ui/Panel";
import classes from "./TokensToCome.module.css";
import { useApiNames } from "./useApiNames";
import { useFetchToken } from "./useFetchToken";

export function TokensToCome({ audiences }: { audiences: readonly string[] }) {
  if (audiences.length === 0) return null;
  return (
    <Panel>
      <ul className={classes.list}>
        {audiences.map((audience) => (
          <TokenToCome key={audience} audience={audience} />
        ))}
      </ul>
    </Panel>
  );
}

function TokenToCome({ audience }: { audience: string }) {
  const name = inWords(useApiNames(audience));
  const fetching = useFetchToken(audience);
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
        onClick={() => fetching.mutate()}
      >
        Fetch it
      </Button>
    </li>
  );
}
