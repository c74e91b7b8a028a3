/** As many tickets as a row has room for, and how many more there are. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Ticket } from "./Ticket";
import classes from "./TicketSummary.module.css";

interface Props {
  names: readonly string[];
  most: number;
  /** What stands there where there are none. */
  none?: string;
}

export function TicketSummary({ names, most, none = t`none` }: Props) {
  if (names.length === 0) return <span className={classes.none}>{none}</span>;
  const more = names.length - most;
  return (
    <span className={classes.tickets}>
      {names.slice(0, most).map((name) => (
        <Ticket key={name} name={name} held says={null} />
      ))}
      {more > 0 && (
        <span className={classes.more}>
          {" "}
          <Trans>and {more} more</Trans>
        </span>
      )}
    </span>
  );
}
