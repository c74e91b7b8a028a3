/** A permission, always drawn as a ticket stub: brass when held, a dotted outline when missing. */
import { t } from "@lingui/core/macro";
import { VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import classes from "./Ticket.module.css";

interface Props {
  name: string;
  held: boolean;
  /** Whose ticket it is, where it is not about the reader: "Robin holds it". Null says nothing. */
  says?: string | null;
  /** Slides in once, as does a ticket that was missing when it was first drawn. */
  fresh?: boolean;
}

export function Ticket({ name, held, says, fresh = false }: Props) {
  const [wasHeld] = useState(held);
  const words = says === undefined ? (held ? t`you hold it` : t`you do not hold it`) : says;
  const isFresh = held && (fresh || !wasHeld);
  return (
    <span className={classes.ticket} data-held={held} data-fresh={isFresh || undefined}>
      <span className={classes.name} translate="no">
        {name}
      </span>
      {words && <VisuallyHidden> ({words})</VisuallyHidden>}
    </span>
  );
}
