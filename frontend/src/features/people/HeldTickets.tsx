/** What a person holds, ticket by ticket, and where each comes from. */
import { Panel } from "@/ui/Panel";
import { Section } from "@/ui/Section";
import { Ticket } from "@/ui/Ticket";
import type { PersonInFull } from "./api";
import classes from "./HeldTickets.module.css";
import { nameOf, originInWords } from "./words";

export function HeldTickets({ person }: { person: PersonInFull }) {
  const name = nameOf(person);
  const { held } = person;
  const count = held.length === 1 ? "1 ticket" : `${held.length} tickets`;
  if (held.length === 0) {
    return (
      <Section title="Tickets">
        <Panel>{name} holds no tickets.</Panel>
      </Section>
    );
  }
  return (
    <Section title="Tickets" lead={`${name} holds ${count}.`}>
      <Panel>
        <ul className={classes.tickets} aria-label={`Tickets of ${name}`}>
          {held.map((each) => (
            <li key={each.name} className={classes.ticket}>
              <Ticket name={each.name} held says={null} />
              <span className={classes.origin}>{originInWords(each)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
