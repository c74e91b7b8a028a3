/** Saves the list as it is filtered and sorted now, whole. What does it is loaded when it is asked for. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useSession } from "@/session/SessionContext";
import { announce } from "@/ui/announce";
import { errorMessage } from "@/ui/errorMessages";
import { formatCount } from "@/ui/format";
import type { Search } from "./collection";
import classes from "./DownloadButton.module.css";
import type { Format } from "./download";

const LABELS: Record<Format, string> = {
  csv: t`Download as CSV`,
  jsonl: t`Download as JSON Lines`,
};

interface Props {
  /** The list below /api/. */
  name: string;
  search: Search;
  format?: Format;
}

export function DownloadButton({ name, search, format = "csv" }: Props) {
  const { authorizedFetch, config } = useSession();
  const [progress, setProgress] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setFailure(null);
    setProgress(t`Preparing the file …`);
    try {
      const { downloadList } = await import("./download");
      await downloadList({
        name,
        search,
        format,
        config,
        fetch: authorizedFetch,
        signal: controller.signal,
        onProgress: (received, total) => setProgress(progressInWords(received, total)),
      });
      announce(t`The file is saved.`);
    } catch (error) {
      if (!controller.signal.aborted) setFailure(error as Error);
    } finally {
      setProgress(null);
    }
  }

  return (
    <span className={classes.download}>
      {progress && <span>{progress}</span>}
      {failure && <span role="alert">{inWords(failure)}</span>}
      {progress ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          onClick={() => running.current?.abort()}
        >
          <Trans>Cancel</Trans>
        </Button>
      ) : (
        <Button variant="default" px="sm" onClick={() => void start()}>
          {LABELS[format]}
        </Button>
      )}
    </span>
  );
}

function progressInWords(received: number, total: number | null): string {
  if (total && total >= received) {
    const percent = Math.floor((received / total) * 100);
    return t`${percent} % fetched`;
  }
  const kilobytes = formatCount(Math.ceil(received / 1000));
  return t`${kilobytes} kB fetched`;
}

function inWords(error: Error): string {
  const { title, advice } = errorMessage(error);
  return `${title}. ${advice}`;
}
