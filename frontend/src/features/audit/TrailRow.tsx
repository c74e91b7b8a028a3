/** One change in the trail: a line or two, and all that is known of it below when it is opened. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { Differences, type DifferenceWords } from "@/records/Differences";
import { differencesOf } from "@/records/differencesOf";
import { useResourceOf } from "@/records/ResourcesContext";
import { recordWords } from "@/records/recordWords";
import { actorName, formatExact, formatRelative } from "@/ui/format";
import { ChevronDownIcon } from "@/ui/icons";
import type { Change, Entry } from "./api";
import { WORDS } from "./differenceWords";
import { formatTimeToSecond } from "./moments";
import { Actor, TargetName } from "./Parties";
import classes from "./TrailRow.module.css";
import { actionInWords } from "./words";

export type Row = Entry | Change;

export function TrailRow({ row }: { row: Row }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const differences = differencesOf(row);
  const words = useWords(row);
  const target = row.target.name || row.target.id;
  const action = actionInWords(row.action);
  const isOwn = row.target.kind === "user" && row.target.id === row.actor.subject;
  return (
    <article
      className={classes.row}
      data-own={isOwn || undefined}
      aria-label={`${action}: ${target}`}
    >
      <When at={row.at} />
      <div className={classes.what}>
        <p className={classes.action}>{action}</p>
        <p className={classes.target}>
          <TargetName target={row.target} />
        </p>
      </div>
      <div className={classes.changes}>
        <Differences differences={differences} words={words} brief />
      </div>
      <p className={classes.who}>
        {!isOwn && <Actor actor={row.actor} />}
        <Via row={row} />
      </p>
      <UnstyledButton
        className={classes.open}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <VisuallyHidden>{t`Details of ${action}, ${target}`}</VisuallyHidden>
        <ChevronDownIcon />
      </UnstyledButton>
      <div id={id} hidden={!isOpen} className={classes.details}>
        {isOpen && <Details row={row} />}
      </div>
    </article>
  );
}

/** A record's fields are called as its own page calls them, the rest as the trail does. */
function useWords({ target }: Row): DifferenceWords {
  const resource = useResourceOf(target.kind);
  return resource && target.id ? recordWords(resource) : WORDS;
}

/** The moment on the reader's clock, how long ago that is, and, pointed at, the whole with its zone. */
export function When({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatExact(at)} className={classes.when}>
      {formatTimeToSecond(at)}
      <span className={classes.small}>{formatRelative(at)}</span>
    </time>
  );
}

function Via({ row }: { row: Row }) {
  if ("address" in row) return row.address && <span className={classes.small}>{row.address}</span>;
  const { client } = row.actor;
  return client && <span className={classes.small}>{t`through ${client}`}</span>;
}

function Details({ row }: { row: Row }) {
  const differences = differencesOf(row);
  const words = useWords(row);
  const { actor, target } = row;
  return (
    <>
      {differences.length > 0 && <Differences differences={differences} words={words} />}
      <dl className={classes.facts}>
        <Fact name={t`When`}>{formatExact(row.at)}</Fact>
        <Fact name={t`Who`} code={actor.subject}>
          {actorName(actor)}
        </Fact>
        <Fact name={t`What`} code={target.id}>
          {target.name}
        </Fact>
        <Fact name={t`Action`} code={row.action} />
        {"address" in row && row.address && <Fact name={t`Address`} code={row.address} />}
        {"request_id" in row && row.request_id && <Fact name={t`Request`} code={row.request_id} />}
        {"client" in row.actor && row.actor.client && (
          <Fact name={t`Through the client`} code={row.actor.client} />
        )}
      </dl>
      <p className={classes.ways}>
        {actor.subject && (
          <Link to="." search={(before: object) => ({ ...before, actor: actor.subject })}>
            <Trans>Everything by {actorName(actor)}</Trans>
          </Link>
        )}
        {target.id && (
          <Link
            to="."
            search={(before: object) => ({
              ...before,
              target: undefined,
              target_kind: target.kind,
              target_id: target.id,
            })}
          >
            <Trans>Everything about {target.name || target.id}</Trans>
          </Link>
        )}
      </p>
    </>
  );
}

function Fact({ name, code, children }: { name: string; code?: string; children?: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children} {code && <code translate="no">{code}</code>}
      </dd>
    </div>
  );
}
