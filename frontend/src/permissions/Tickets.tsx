/** Tickets side by side, as a list. */
import { useState } from "react";
import type { Permission } from "@/session/types";
import { Ticket } from "./Ticket";
import classes from "./Tickets.module.css";

interface Props {
  label: string;
  names: readonly Permission[];
  held: boolean;
  /** As a Ticket has it. */
  says?: string | null;
}

export function Tickets({ label, names, held, says }: Props) {
  const [first] = useState(names);
  return (
    <ul className={classes.tickets} aria-label={label}>
      {names.map((name) => (
        <li key={name}>
          <Ticket
            name={name}
            held={held}
            {...(says !== undefined && { says })}
            fresh={!first.includes(name)}
          />
        </li>
      ))}
    </ul>
  );
}
