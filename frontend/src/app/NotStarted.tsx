/** Shown when the page could not learn what it must know to start. */
import { Unreachable } from "@/api/problem";
import { ErrorState } from "@/ui/ErrorState";
import classes from "./Landing.module.css";

export function NotStarted({ reason }: { reason: Error }) {
  return (
    <main className={classes.page}>
      <title>Usher</title>
      <ErrorState error={new Unreachable()} retry={() => window.location.reload()} />
      <p className={classes.hint}>{reason.message}</p>
    </main>
  );
}
