/** A permission, always drawn as a ticket stub: brass when held, a dotted outline when missing. */
import { VisuallyHidden } from "@mantine/core";
import classes from "./Ticket.module.css";

interface Props {
  name: string;
  held: boolean;
  /** Slides in once, for a ticket that has just been given. */
  fresh?: boolean;
}

export function Ticket({ name, held, fresh = false }: Props) {
  return (
    <span className={classes.ticket} data-held={held} data-fresh={fresh || undefined}>
      <span className={classes.name} translate="no">
        {name}
      </span>
      <VisuallyHidden>{held ? " (you hold it)" : " (you do not hold it)"}</VisuallyHidden>
    </span>
  );
}
