/** Who changed a record last, and when, as far as the person may know and the history goes back. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { components } from "@/api/schema";
import { actorName, formatMoment } from "@/ui/format";
import classes from "./LastChanged.module.css";

export type LastChange = components["schemas"]["LastChange"];

export function LastChanged({ change }: { change: LastChange | null | undefined }) {
  return change === undefined ? null : <p className={classes.line}>{sentenceOf(change)}</p>;
}

function sentenceOf(change: LastChange | null) {
  // Changes are kept for a year, and what an import wrote over is nobody's.
  if (!change) return t`What stands here has been so for a year, or came by an import.`;
  if (change.untold === "withheld") return t`This app is not told who changed it last.`;
  if (!change.at) return t`It cannot be said just now who changed it last.`;
  const [who, when] = [changerName(change.by), formatMoment(change.at)];
  return (
    <Trans>
      Last changed by {who} on <time dateTime={change.at}>{when}</time>
    </Trans>
  );
}

/** "Batman", or "somebody" for those who may not read people. */
export function changerName(by: LastChange["by"]): string {
  return by ? actorName(by) : t`somebody`;
}
