/** Who changed a record last, and when, as far as the person may know. */
import type { components } from "@/api/schema";
import { actorInWords } from "./inWords";
import classes from "./LastChanged.module.css";

export type LastChange = components["schemas"]["LastChange"];

export function LastChanged({ change }: { change: LastChange | null | undefined }) {
  if (!change) return null;
  return (
    <p className={classes.line}>
      Last changed by {changerInWords(change.by)} on{" "}
      <time dateTime={change.at}>{momentInWords(change.at)}</time>
    </p>
  );
}

/** "Batman", or "somebody" for those who may not read people. */
export function changerInWords(by: LastChange["by"]): string {
  return by ? actorInWords(by) : "somebody";
}

export function momentInWords(at: string): string {
  return new Date(at).toLocaleString("en", { dateStyle: "long", timeStyle: "short" });
}
