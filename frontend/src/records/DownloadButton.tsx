/** Saves the list as it is filtered and sorted now, whole. What does it is loaded when it is asked for. */
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useSession } from "@/session/SessionContext";
import { announce } from "@/ui/announce";
import { errorMessage } from "@/ui/errorMessages";
import { formatCount } from "@/ui/format";
import type { Search } from "./collection";
import classes from "./DownloadButton.module.css";

export function DownloadButton({ name, search }: { name: string; search: Search }) {
  const { authorizedFetch, config } = useSession();
  const [progress, setProgress] = useState<string | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setFailure(null);
    setProgress("Preparing the file …");
    try {
      const { downloadAsCsv } = await import("./download");
      await downloadAsCsv({
        name,
        search,
        config,
        fetch: authorizedFetch,
        signal: controller.signal,
        onProgress: (received, total) => setProgress(progressInWords(received, total)),
      });
      announce("The file is saved.");
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
          Cancel
        </Button>
      ) : (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => void start()}>
          Download as CSV
        </Button>
      )}
    </span>
  );
}

function progressInWords(received: number, total: number | null): string {
  if (total && total >= received) return `${Math.floor((received / total) * 100)} % fetched`;
  return `${formatCount(Math.ceil(received / 1000))} kB fetched`;
}

function inWords(error: Error): string {
  const { title, advice } = errorMessage(error);
  return `${title}. ${advice}`;
}
