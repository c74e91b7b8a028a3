/** Finds people and chooses those who are to get a role. */
import { plural, t } from "@lingui/core/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Avatar } from "@/ui/Avatar";
import { personName } from "@/ui/format";
import { SearchIcon } from "@/ui/icons";
import { Panel } from "@/ui/Panel";
import { useDebouncedText } from "@/ui/useDebouncedText";
import classes from "./AddMembers.module.css";
import { type Person, type Role, useFoundPeople } from "./api";

interface Props {
  role: Role;
  onAdd: (people: readonly Person[]) => void;
  onClose: () => void;
}

export function AddMembers({ role, onAdd, onClose }: Props) {
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const [typed, type] = useDebouncedText(search, setSearch);
  const { data, error, refetch } = useFoundPeople(search);
  const found = data?.results ?? [];
  const isChosen = (id: string) => chosen.some((each) => each.id === id);
  // Who was chosen stays in sight while one looks for the next.
  const people = [...chosen.filter(({ id }) => !found.some((each) => each.id === id)), ...found];
  return (
    <Panel>
      <TextInput
        type="search"
        label={t`Whom to give ${role.name}`}
        placeholder={t`Search names…`}
        leftSection={<SearchIcon />}
        data-autofocus
        autoFocus
        w="100%"
        maw={400}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {data && people.length === 0 && <p role="status">{t`Nobody is called so.`}</p>}
      <ul className={classes.found} aria-label={t`People found`}>
        {people.map((person) => {
          const { id, username } = person;
          const name = personName(person);
          const hasIt = person.roles?.some((each) => each.id === role.id) ?? false;
          return (
            <li key={id}>
              <label className={classes.person}>
                <input
                  type="checkbox"
                  checked={hasIt || isChosen(id)}
                  disabled={hasIt}
                  onChange={(event) =>
                    setChosen(
                      event.currentTarget.checked
                        ? [...chosen, person]
                        : chosen.filter((each) => each.id !== id),
                    )
                  }
                />
                <Avatar id={id} name={name} />
                <span>{name}</span>
                <span className={classes.note}>{hasIt ? t`has it already` : username}</span>
              </label>
            </li>
          );
        })}
      </ul>
      <Group gap="sm">
        <Button disabled={chosen.length === 0} onClick={() => onAdd(chosen)}>
          {plural(chosen.length, {
            0: "Give the role",
            one: "Give it to # person",
            other: "Give it to # people",
          })}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t`Leave it as it is`}
        </Button>
      </Group>
    </Panel>
  );
}
