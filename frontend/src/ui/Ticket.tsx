/** A permission, always drawn as a ticket stub: brass when held, a dotted outline when missing. */
import { VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import classes from "./Ticket.module.css";

interface Props {
  name: string;
  held: boolean;
  /** Slides in once, as does a ticket that was missing when it was first drawn. */
  fresh?: boolean;
}

export function Ticket({ name, held, fresh = false }: Props) {
  const [wasHeld] = useState(held);
  const isFresh = held && (fresh || !wasHeld);
  return (
    <span className={classes.ticket} data-held={held} data-fresh={isFresh || undefined}>
      <span className={classes.name} translate="no">
        {name}
      </span>
      <VisuallyHidden>{held ? " (you hold it)" : " (you do not hold it)"}</VisuallyHidden>
    </span>
  );
}
