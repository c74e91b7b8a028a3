/** Who changed a record last, and when, as far as the person may know; null: nobody did since it came. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { components } from "@/api/schema";
import { actorName, formatMoment } from "@/ui/format";
import classes from "./LastChanged.module.css";

export type LastChange = components["schemas"]["LastChange"];

export function LastChanged({ change }: { change: LastChange | null | undefined }) {
  if (change === undefined) return null;
  if (change === null)
    return <p className={classes.line}>{t`As it came: nobody has changed it here.`}</p>;
  const [who, when] = [changerName(change.by), formatMoment(change.at)];
  return (
    <p className={classes.line}>
      <Trans>
        Last changed by {who} on <time dateTime={change.at}>{when}</time>
      </Trans>
    </p>
  );
}

/** "Batman", or "somebody" for those who may not read people. */
export function changerName(by: LastChange["by"]): string {
  return by ? actorName(by) : t`somebody`;
}
