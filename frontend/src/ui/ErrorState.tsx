/** Stands where something could not be shown. */
import { Button } from "@mantine/core";
import { wordsFor } from "./errorWords";
import { Panel } from "./Panel";

interface Props {
  error: Error;
  retry?: (() => void) | undefined;
}

export function ErrorState({ error, retry }: Props) {
  const { title, advice } = wordsFor(error);
  return (
    <Panel role="alert">
      <h2>{title}</h2>
      <p>{advice}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Panel>
  );
}
