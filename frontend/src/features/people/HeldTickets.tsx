/** What a person holds, ticket by ticket, and where each comes from. */

import { TicketList } from "@/permissions/TicketList";
import { Panel } from "@/ui/Panel";
import { Section } from "@/ui/Section";
import type { PersonInFull } from "./api";
import { nameOf, originInWords } from "./words";

export function HeldTickets({ person }: { person: PersonInFull }) {
  const name = nameOf(person);
  const { held } = person;
  const count = held.length === 1 ? "1 ticket" : `${held.length} tickets`;
  if (held.length === 0) {
    return (
      <Section title="Tickets">
        <Panel>
          {person.active
            ? `${name} holds no tickets.`
            : `${name} may not log in, so holds no tickets now. What they were given waits for them.`}
        </Panel>
      </Section>
    );
  }
  return (
    <Section title="Tickets" lead={`${name} holds ${count}.`}>
      <Panel>
        <TicketList
          label={`Tickets of ${name}`}
          says={null}
          tickets={held.map((each) => ({
            name: each.name,
            held: true,
            words: originInWords(each),
          }))}
        />
      </Panel>
    </Section>
  );
}
