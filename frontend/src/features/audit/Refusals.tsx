/** What was refused to people who were logged in, added up by person, permission and minute. */
import { plural, t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Ticket } from "@/permissions/Ticket";
import { formatCount } from "@/ui/format";
import { type RefusalCount, useNames, useRefusals } from "./api";
import type { AuditSearch } from "./search";
import { Trail } from "./Trail";
import { When } from "./TrailRow";
import classes from "./TrailRow.module.css";

interface Props {
  search: AuditSearch;
  onClear: (() => void) | undefined;
  tools: ReactNode;
}

export function Refusals({ search, onClear, tools }: Props) {
  const list = useRefusals(search);
  const names = useNames(list.rows?.map(({ subject }) => subject) ?? []);
  return (
    <Trail
      label={t`Refusals`}
      rows={list}
      at={({ minute }) => minute}
      one={(row) => <Refused row={row} name={names.get(row.subject)} />}
      none={t`Nothing was refused yet`}
      onClear={onClear}
      tools={tools}
    />
  );
}

function Refused({ row, name }: { row: RefusalCount; name: string | undefined }) {
  const { subject, permission, count } = row;
  const shown = formatCount(count);
  return (
    <article className={classes.row} aria-label={`${name ?? subject} ${permission}`}>
      <When at={row.minute} />
      <p className={classes.what}>
        {name && (
          <Link to="/people/$id" params={{ id: subject }} className={classes.party}>
            {name}
          </Link>
        )}{" "}
        <code className={classes.kind} translate="no">
          {subject}
        </code>
      </p>
      <p className={classes.changes}>
        {permission ? (
          <Ticket name={permission} held={false} says={null} />
        ) : (
          t`no permission would have helped`
        )}
      </p>
      <p className={classes.who}>{plural(count, { one: "once", other: `${shown} times` })}</p>
    </article>
  );
}
