/** Who changed a record last, and when, as far as the person may know. */
import type { components } from "@/api/schema";
import { actorName } from "@/ui/format";
import classes from "./LastChanged.module.css";

export type LastChange = components["schemas"]["LastChange"];

export function LastChanged({ change }: { change: LastChange | null | undefined }) {
  if (!change) return null;
  return (
    <p className={classes.line}>
      Last changed by {changerName(change.by)} on{" "}
      <time dateTime={change.at}>{formatMoment(change.at)}</time>
    </p>
  );
}

/** "Batman", or "somebody" for those who may not read people. */
export function changerName(by: LastChange["by"]): string {
  return by ? actorName(by) : "somebody";
}

export function formatMoment(at: string): string {
  return new Date(at).toLocaleString("en", { dateStyle: "long", timeStyle: "short" });
}
