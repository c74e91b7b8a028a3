/** Who somebody is, and how they log in. */
import { t } from "@lingui/core/macro";
import type { ReactNode } from "react";
import { useSession } from "@/session/SessionContext";
import { Avatar } from "@/ui/Avatar";
import { formatMoment, personName } from "@/ui/format";
import { type PersonInFull, useLogins } from "./api";
import classes from "./PersonFacts.module.css";
import { State } from "./State";

export function PersonFacts({ person }: { person: PersonInFull }) {
  const { data: logins } = useLogins(person.id);
  return (
    <div className={classes.person}>
      <Avatar id={person.id} name={personName(person)} size="page" isClosed={!person.active} />
      <dl className={classes.facts}>
        <Fact name={t`E-mail`} isLong>
          {person.email || t`none`}
        </Fact>
        <Fact name={t`User name`}>{person.username}</Fact>
        <Fact name={t`State`}>
          <State isActive={person.active} />
        </Fact>
        <Fact name={t`Last login`}>
          <LastLogin at={logins?.last_login} />
        </Fact>
        <Fact name={t`Second factor`}>{secondFactorInWords(logins?.second_factor)}</Fact>
        <Fact name={t`Subject`} isLong>
          <code translate="no">{person.id}</code>
        </Fact>
      </dl>
    </div>
  );
}

interface FactProps {
  name: string;
  /** Takes a line of its own on a phone. */
  isLong?: boolean;
  children: ReactNode;
}

function Fact({ name, isLong, children }: FactProps) {
  return (
    <div data-long={isLong}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Undefined until it is told. */
function LastLogin({ at }: { at: string | null | undefined }) {
  const isElsewhere = useSession().config.tenantDirectory;
  if (at === undefined) return "…";
  if (at) return <time dateTime={at}>{formatMoment(at)}</time>;
  return isElsewhere ? t`not told by the tenant` : t`not yet`;
}

function secondFactorInWords(has: boolean | null | undefined): string {
  if (has === undefined) return "…";
  if (has === null) return t`known to the login server only`;
  return has ? t`set up` : t`none`;
}
