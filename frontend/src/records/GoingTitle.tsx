/** The title of a row that is about to be deleted: it leads nowhere any more. */
import { Trans } from "@lingui/react/macro";
import classes from "./GoingTitle.module.css";

export function GoingTitle({ title }: { title: string }) {
  return (
    <span className={classes.going}>
      <span className={classes.mark}>
        <Trans>is going</Trans>
      </span>{" "}
      <s>{title}</s>
    </span>
  );
}
