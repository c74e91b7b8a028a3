/** Tickets one below the other, each with a few words on it. */
import type { Permission } from "@/session/types";
import { Ticket } from "./Ticket";
import classes from "./TicketList.module.css";

interface Props {
  label?: string;
  tickets: readonly { name: Permission; held: boolean; words: string }[];
  /** As a Ticket has it. */
  says?: string | null;
}

export function TicketList({ label, tickets, says }: Props) {
  return (
    <ul className={classes.tickets} aria-label={label}>
      {tickets.map(({ name, held, words }) => (
        <li key={name} className={classes.ticket}>
          <Ticket name={name} held={held} {...(says !== undefined && { says })} />
          {words && <span className={classes.words}>{words}</span>}
        </li>
      ))}
    </ul>
  );
}
