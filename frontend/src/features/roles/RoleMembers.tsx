/** The people who have a role: with the way to each, and for those who may, with more and fewer of them. */
import { plural, t } from "@lingui/core/macro";
import { Button, Group, Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Versioned } from "@/api/client";
import { useAllRoles } from "@/directory/api";
import { MembersDialog, type MembersQuestion } from "@/directory/MembersDialog";
import { withoutEffect } from "@/directory/withoutEffect";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { ListFooter } from "@/records/ListFooter";
import { useCan } from "@/session/usePermissions";
import { Avatar } from "@/ui/Avatar";
import { personName } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { AddMembers } from "./AddMembers";
import { type Member, type Person, type Role, useMembers, usePeopleWithRole } from "./api";
import classes from "./RoleMembers.module.css";

interface Asked {
  people: readonly Member[];
  /** What they were given, where it was not asked for by the role. */
  known?: readonly Person[];
  isGiven: boolean;
}

export function RoleMembers({ role: { value: role, etag } }: { role: Versioned<Role> }) {
  const list = useMembers(role.id);
  const mayChange = useCan("edit:roles");
  const maySearch = useCan("list:users");
  const [chosen, setChosen] = useState<readonly Member[]>([]);
  const [isAdding, setAdding] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data: roles = [] } = useAllRoles(useCan("list:roles"));
  const members = usePeopleWithRole(role.id, maySearch && chosen.length > 0);
  function questionOf({ people, known = members, isGiven }: Asked): MembersQuestion {
    const named = people.map((each) => {
      const [name, person] = [personName(each), known?.find(({ id }) => id === each.id)];
      const without = person && withoutEffect({ name, person, role, roles, isGiven });
      return { id: each.id, name, without };
    });
    return { role, etag, people: named, isGiven };
  }
  const { rows, error } = list;
  if (!rows && error) return <ProblemPanel error={error} retry={list.retry} />;
  if (!rows) return <Skeleton height={80} aria-busy="true" />;
  return (
    <>
      {mayChange && (
        <Group gap="sm">
          {maySearch && !isAdding && (
            <Button variant="default" onClick={() => setAdding(true)}>
              {t`Add people`}
            </Button>
          )}
          {chosen.length > 0 && (
            <Button variant="outline" onClick={() => setAsked({ people: chosen, isGiven: false })}>
              {plural(chosen.length, {
                one: "Take it from # person",
                other: "Take it from # people",
              })}
            </Button>
          )}
        </Group>
      )}
      {isAdding && (
        <AddMembers
          role={role}
          onAdd={(people) => setAsked({ people, known: people, isGiven: true })}
          onClose={() => setAdding(false)}
        />
      )}
      {rows.length === 0 ? (
        <Panel>{t`Nobody yet.`}</Panel>
      ) : (
        <>
          <ul className={classes.members} aria-label={t`Who has this role`}>
            {rows.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                isChosen={chosen.some(({ id }) => id === member.id)}
                onChoose={
                  mayChange
                    ? (isChosen) =>
                        setChosen(
                          isChosen
                            ? [...chosen, member]
                            : chosen.filter(({ id }) => id !== member.id),
                        )
                    : undefined
                }
              />
            ))}
          </ul>
          <ListFooter
            list={list}
            shown={rows.length}
            total={role.members}
            noun={{ one: t`person`, many: t`people` }}
          >
            {null}
          </ListFooter>
        </>
      )}
      {asked && (
        <MembersDialog
          question={questionOf(asked)}
          onClose={(isDone) => {
            setAsked(null);
            if (!isDone) return;
            setChosen([]);
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

interface RowProps {
  member: Member;
  isChosen: boolean;
  /** Undefined for those who may not take the role from anybody. */
  onChoose: ((isChosen: boolean) => void) | undefined;
}

function MemberRow({ member, isChosen, onChoose }: RowProps) {
  const isOpenable = useCan("read:users");
  const name = personName(member);
  return (
    <li className={classes.member}>
      {onChoose && (
        <input
          type="checkbox"
          aria-label={t`Choose ${name}`}
          checked={isChosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
      )}
      <Avatar id={member.id} name={name} size="card" />
      <span className={classes.name}>
        {isOpenable ? (
          <Link to="/people/$id" params={{ id: member.id }}>
            {name}
          </Link>
        ) : (
          name
        )}
        <span className={classes.username}>{member.username}</span>
      </span>
    </li>
  );
}
