/** Answers why somebody holds a permission, or what would give it to them. */
import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { whoCanGrant } from "@/permissions/sentences";
import { Ticket } from "@/permissions/Ticket";
import type { PermissionOrigin } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { formatSome } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { Section } from "@/ui/Section";
import type { PersonInFull } from "./api";
import classes from "./Why.module.css";
import { nameOf, originInWords, theirRoles } from "./words";

export function Why({ person }: { person: PersonInFull }) {
  const name = nameOf(person);
  const { data: access } = useAccess();
  const [asked, setAsked] = useState("");
  if (!access) return null;
  const entry = access.permissions.find((each) => each.name === asked);
  return (
    <Section title="Why?" lead={`Choose a ticket to see why ${name} holds it, or does not.`}>
      <Panel>
        <NativeSelect
          aria-label="Ticket"
          data={[{ value: "", label: "Choose a ticket" }, ...access.permissions.map((p) => p.name)]}
          value={asked}
          onChange={(event) => setAsked(event.currentTarget.value)}
        />
        <div role="status" className={classes.answer}>
          {entry && <Because person={person} entry={entry} names={whoCanGrant(access)} />}
        </div>
      </Panel>
    </Section>
  );
}

interface BecauseProps {
  person: PersonInFull;
  entry: PermissionOrigin;
  /** Who can grant it, in words; null where nobody is known. */
  names: string | null;
}

function Because({ person, entry, names }: BecauseProps) {
  const name = nameOf(person);
  const held = person.held.find((each) => each.name === entry.name);
  const ticket = <Ticket key={entry.name} name={entry.name} held={Boolean(held)} says={null} />;
  if (held) {
    return (
      <p>
        {name} holds {ticket} {originInWords(held)}.
      </p>
    );
  }
  const roles = entry.held_by_roles ?? [];
  const given = originInWords({
    roles: roles.filter((role) => theirRoles(person).includes(role)),
    direct: person.permissions.includes(entry.name),
  });
  // Whoever may not log in holds nothing, and keeps what they were given.
  if (!person.active && given) {
    return (
      <p>
        {name} has {ticket} {given}, but may not log in, so it opens nothing.
      </p>
    );
  }
  return (
    <p>
      {name} lacks {ticket}.{" "}
      {roles.length > 0 ? `${formatSome(roles)} would give it` : "No role gives it yet"}
      {names ? `; ${names} can grant it.` : "."}
    </p>
  );
}
