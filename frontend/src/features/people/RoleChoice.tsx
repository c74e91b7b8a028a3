/** The roles a person may be given, each with what it gives. */

import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ruleOfGiving } from "@/permissions/sentences";
import { useSession } from "@/session/SessionContext";
import { useCanGrant, useReceivesNewPermissions } from "@/session/useCanGrant";
import { useCan } from "@/session/usePermissions";
import { formatList } from "@/ui/format";
import { SearchIcon } from "@/ui/icons";
import type { Role } from "./api";
import classes from "./RoleChoice.module.css";

/** With more than these one looks for a role by its name. */
const MOST_AT_A_GLANCE = 12;

interface Props {
  roles: readonly Role[];
  /** Ids, as in all that follows. */
  chosen: readonly string[];
  /** What was given before anything was changed, and can be put back by everybody. */
  saved: readonly string[];
  /** Whether what was given before may be taken. */
  mayTake: boolean;
  onChange: (chosen: string[]) => void;
}

export function RoleChoice({ roles, chosen, saved, mayTake, onChange }: Props) {
  const [sought, setSought] = useState("");
  // Among many they would be lost; they keep this place while one chooses, and after it is saved.
  const [given] = useState(saved);
  const mayGive = useCanGrant();
  const { config } = useSession();
  const receivesNew = useReceivesNewPermissions(roles);
  const change = (id: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, id] : chosen.filter((each) => each !== id));
  const isSought = ({ name }: Role) => name.toLowerCase().includes(sought.trim().toLowerCase());
  const isMany = roles.length > MOST_AT_A_GLANCE;
  const shown = (isMany ? firstAmong(roles, given) : roles).filter(
    (role) => isSought(role) || chosen.includes(role.id),
  );
  const lacksNew = (role: Role) =>
    role.receives_new_permissions && !receivesNew && !config.grantsUnheld;
  const isLocked = (role: Role) =>
    saved.includes(role.id)
      ? !mayTake
      : !chosen.includes(role.id) && (lacksNew(role) || !role.permissions.every(mayGive));
  return (
    <fieldset className={classes.roles}>
      <legend className={classes.legend}>
        <Trans>Roles</Trans>
      </legend>
      {roles.length === 0 && <p>{t`There are no roles yet.`}</p>}
      {isMany && (
        <TextInput
          type="search"
          aria-label={t`Find a role`}
          placeholder={t`Find a role…`}
          leftSection={<SearchIcon />}
          maw={400}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      )}
      {sought && !roles.some(isSought) && <p role="status">{t`No role has this in its name.`}</p>}
      <div className={classes.pills}>
        {shown.map((role) => (
          <Choice
            key={role.id}
            role={role}
            isChosen={chosen.includes(role.id)}
            isSaved={saved.includes(role.id)}
            mayTake={mayTake}
            lacksNew={lacksNew(role)}
            onChange={(isChosen) => change(role.id, isChosen)}
          />
        ))}
      </div>
      {shown.some(isLocked) && (
        <p className={classes.locked}>
          {t`Greyed out is what gives more than you hold, or what you may not take.`}{" "}
          {ruleOfGiving()}
        </p>
      )}
    </fieldset>
  );
}

function firstAmong(roles: readonly Role[], ids: readonly string[]): Role[] {
  const isFirst = ({ id }: Role) => ids.includes(id);
  return [...roles.filter(isFirst), ...roles.filter((role) => !isFirst(role))];
}

interface ChoiceProps {
  role: Role;
  isChosen: boolean;
  isSaved: boolean;
  mayTake: boolean;
  /** Whether it receives every new ticket, and who would give it does not. */
  lacksNew: boolean;
  onChange: (isChosen: boolean) => void;
}

function Choice({ role, isChosen, isSaved, mayTake, lacksNew, onChange }: ChoiceProps) {
  const { id, name, permissions } = role;
  const mayGive = useCanGrant();
  const isNew = !isChosen && !isSaved;
  const lacking = isNew ? permissions.filter((each) => !mayGive(each)) : [];
  const mayOpen = useCan("read:roles");
  const count = permissions.length;
  const reasons = [
    ...(lacking.length > 0 ? [lack(lacking)] : []),
    ...(isNew && lacksNew ? [t`It receives every new ticket, and you do not.`] : []),
  ];
  return (
    <span className={classes.role}>
      <label className={classes.choice}>
        <input
          type="checkbox"
          checked={isChosen}
          disabled={reasons.length > 0 || (isSaved && !mayTake)}
          onChange={(event) => onChange(event.currentTarget.checked)}
          aria-describedby={`gives-${id}`}
        />
        <span className={classes.name}>{name}</span>
        <span id={`gives-${id}`} className={classes.gives} aria-hidden="true">
          {count === 0
            ? t`gives nothing yet`
            : plural(count, { one: "# ticket", other: "# tickets" })}
          {reasons.length > 0 && ` · ${reasons.join(" ")}`}
        </span>
      </label>
      {mayOpen && (
        <Link
          to="/roles/$id"
          params={{ id }}
          className={classes.open}
          aria-label={t`Open the role ${name}`}
        >
          <span aria-hidden="true">›</span>
        </Link>
      )}
    </span>
  );
}

function lack(names: readonly string[]): string {
  const count = names.length;
  if (count > 3) return t`You lack ${count} of these.`;
  const list = formatList(names);
  return t`You lack ${list}.`;
}
