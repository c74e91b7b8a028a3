/** Several people of the list chosen, and a role given to them or taken from them at once. */

import { plural, t } from "@lingui/core/macro";
import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { MOST_AT_ONCE } from "@/directory/api";
import { MembersDialog, type MembersQuestion } from "@/directory/MembersDialog";
import { withoutEffect } from "@/directory/withoutEffect";
import { personName } from "@/ui/format";
import type { Person, Role } from "./api";
import classes from "./ChosenPeople.module.css";

export type Choice = ReturnType<typeof useChosenPeople>;

export function useChosenPeople() {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const has = ({ id }: Person) => people.some((each) => each.id === id);
  return {
    people,
    has,
    toggle: (person: Person) =>
      setPeople(has(person) ? people.filter(({ id }) => id !== person.id) : [...people, person]),
    clear: () => setPeople([]),
  };
}

export function ChosenPeople({ choice, roles }: { choice: Choice; roles: readonly Role[] }) {
  const { people, clear } = choice;
  const [roleId, setRoleId] = useState("");
  const [question, setQuestion] = useState<MembersQuestion | null>(null);
  const role = roles.find(({ id }) => id === roleId);
  const ask = (isGiven: boolean) =>
    role &&
    setQuestion({
      role,
      etag: null,
      people: people.map((person) => ({
        id: person.id,
        name: personName(person),
        without: withoutEffect({ name: personName(person), person, role, roles, isGiven }),
      })),
      isGiven,
    });
  const isTooMany = people.length > MOST_AT_ONCE;
  if (people.length === 0) return null;
  return (
    <section className={classes.bar} aria-label={t`The people chosen`}>
      <p role="status" className={classes.count}>
        {plural(people.length, { one: "# person chosen", other: "# people chosen" })}
      </p>
      <NativeSelect
        aria-label={t`Role to give or take`}
        data={[
          { value: "", label: t`Which role?` },
          ...roles.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={roleId}
        onChange={(event) => setRoleId(event.currentTarget.value)}
      />
      <Button disabled={!role || isTooMany} onClick={() => ask(true)}>
        {t`Give the role`}
      </Button>
      <Button variant="outline" disabled={!role || isTooMany} onClick={() => ask(false)}>
        {t`Take the role away`}
      </Button>
      <Button variant="default" onClick={clear}>
        {t`Clear the choice`}
      </Button>
      {isTooMany && <p>{t`Choose ${MOST_AT_ONCE} people at most.`}</p>}
      {question && (
        <MembersDialog
          question={question}
          onClose={(isDone) => {
            setQuestion(null);
            if (isDone) clear();
          }}
        />
      )}
    </section>
  );
}
