/** What was changed of a record, by whom and when, for those who may read the trail. */
import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { errorMessage } from "@/ui/errorMessages";
import { actorName, formatMoment } from "@/ui/format";
import { Section } from "@/ui/Section";
import { type FieldChange, fieldChanges } from "./fieldChanges";
import classes from "./RecordHistory.module.css";
import type { AnyRecord, Resource } from "./resource";
import { type Change, useChanges } from "./useChanges";

/** Older ones are a matter for the trail itself. */
const SHOWN = 5;

export function RecordHistory({ resource, record }: { resource: Resource; record: AnyRecord }) {
  const { changes, error } = useChangesOf(resource.name, record.id);
  const more = (changes?.length ?? 0) - SHOWN;
  return (
    <Section title={t`History`}>
      {!changes && !error && <Skeleton height={64} aria-busy="true" />}
      {error && <p>{errorMessage(error).title}.</p>}
      {changes?.length === 0 && (
        <p
          className={classes.none}
        >{t`Nothing yet. Each change is kept here, with who made it and when.`}</p>
      )}
      <ol className={classes.changes}>
        {changes?.slice(0, SHOWN).map((change) => (
          <li key={change.id} className={classes.change}>
            <p className={classes.head}>
              <strong>{sentenceOf(change)}</strong>{" "}
              <time dateTime={change.at}>{formatMoment(change.at)}</time>
            </p>
            {change.before && change.after && (
              <Differences changes={fieldChanges(resource.fields, change.before, change.after)} />
            )}
          </li>
        ))}
      </ol>
      {more > 0 && (
        <Link to="/audit" search={{ target: String(record.id) } as never}>
          {plural(more, {
            one: "# older change in the trail",
            other: "# older changes in the trail",
          })}
        </Link>
      )}
    </Section>
  );
}

function Differences({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <dl className={classes.fields}>
      {changes.map(({ label, taken, given }) => (
        <div key={label} className={classes.field}>
          <dt>{label}</dt>
          <dd>
            {taken && (
              <del className={classes.taken}>
                <span className={classes.sign}>−</span> {taken}
              </del>
            )}
            {given && (
              <ins className={classes.given}>
                <span className={classes.sign}>+</span> {given}
              </ins>
            )}
            {!taken && !given && <Trans>in another order</Trans>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function sentenceOf({ action, actor }: Change): string {
  const who = actorName(actor);
  switch (action.split(".")[1]) {
    case "created":
      return t`${who} added it`;
    case "deleted":
      return t`${who} deleted it`;
    default:
      return t`${who} changed it`;
  }
}

/** The trail finds an id also in names, such as 7 in Se7en. */
function useChangesOf(resource: string, id: number) {
  const { data, error } = useChanges({ target: String(id), page_size: 100 });
  const changes = data?.filter(
    ({ target }) => target.id === String(id) && target.kind.startsWith(`${resource}.`),
  );
  return { changes, error };
}
