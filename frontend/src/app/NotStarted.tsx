/** Shown when the page could not learn what it must know to start. */
import { Unreachable } from "@/api/problem";
import { WrongConfig } from "@/session/config";
import { ErrorState } from "@/ui/ErrorState";
import { Panel } from "@/ui/Panel";
import classes from "./Landing.module.css";

export function NotStarted({ reason }: { reason: Error }) {
  return (
    <main className={classes.page}>
      <title>Usher</title>
      {reason instanceof WrongConfig ? (
        <Panel role="alert" tone="accent">
          <h1>Usher is not set up right</h1>
          <p>This page cannot start, and loading it again does not help. Tell whoever runs it:</p>
          <p>{reason.message}</p>
        </Panel>
      ) : (
        <>
          <ErrorState error={new Unreachable()} retry={() => window.location.reload()} />
          <p className={classes.hint}>{reason.message}</p>
        </>
      )}
    </main>
  );
}
