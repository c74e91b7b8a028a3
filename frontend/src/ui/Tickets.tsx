/** Tickets side by side, as a list. */
import type { Permission } from "@/api/permission";
import { Ticket } from "./Ticket";
import classes from "./Tickets.module.css";

interface Props {
  label: string;
  names: readonly Permission[];
  held: boolean;
}

export function Tickets({ label, names, held }: Props) {
  return (
    <ul className={classes.tickets} aria-label={label}>
      {names.map((name) => (
        <li key={name}>
          <Ticket name={name} held={held} />
        </li>
      ))}
    </ul>
  );
}
