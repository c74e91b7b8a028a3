/** What was changed of a record, by whom and when, for those who may read the trail. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { errorMessage } from "@/ui/errorMessages";
import { actorName, formatMoment } from "@/ui/format";
import { Section } from "@/ui/Section";
import { Differences } from "./Differences";
import { differencesOf } from "./differencesOf";
import classes from "./RecordHistory.module.css";
import { recordWords } from "./recordWords";
import type { AnyRecord, Resource } from "./resource";
import { type Change, useChanges } from "./useChanges";

/** Older ones are a matter for the trail itself. */
const SHOWN = 5;

export function RecordHistory({ resource, record }: { resource: Resource; record: AnyRecord }) {
  // What the API calls a kind begins with its resource: movies.movie.
  const about = { target_kind: resource.name, target_id: String(record.id) };
  const { data: changes, error } = useChanges({ ...about, page_size: SHOWN + 1 });
  const words = recordWords(resource);
  return (
    <Section title={t`History`}>
      {!changes && !error && <Skeleton height={64} aria-busy="true" />}
      {error && <p>{errorMessage(error).title}.</p>}
      {changes?.length === 0 && (
        <p className={classes.none}>
          {t`No change in the last year. Each is kept for a year, with who made it and when.`}
        </p>
      )}
      <ol className={classes.changes}>
        {changes?.slice(0, SHOWN).map((change) => (
          <li key={change.id} className={classes.change}>
            <p className={classes.head}>
              <strong>{sentenceOf(change)}</strong>{" "}
              <time dateTime={change.at}>{formatMoment(change.at)}</time>
            </p>
            {change.before && change.after && (
              <Differences differences={differencesOf(change)} words={words} />
            )}
          </li>
        ))}
      </ol>
      {changes && changes.length > SHOWN && (
        <Link to="/audit" search={{ list: "records", ...about } as never}>
          <Trans>Older changes, in the trail</Trans>
        </Link>
      )}
    </Section>
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
