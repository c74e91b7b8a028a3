/** What was changed of the records lately, for those who may read the trail. */
import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useResourceOf } from "@/records/ResourcesContext";
import { type Change, useChanges } from "@/records/useChanges";
import { actorName, formatMoment } from "@/ui/format";
import { Section } from "@/ui/Section";
import classes from "./HomePage.module.css";

const SHOWN = 5;

export function HomeChanges() {
  const { data: changes } = useChanges({ page_size: SHOWN });
  if (!changes || changes.length === 0) return null;
  return (
    <Section title={t`Changed lately`}>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <li key={change.id}>
            <span>
              <Target change={change} />{" "}
              <span className={classes.dimmed}>
                <Sentence change={change} />
              </span>
            </span>
            <time dateTime={change.at}>{formatMoment(change.at)}</time>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Leads to the record, as long as there is one. */
function Target({ change: { action, target } }: { change: Change }): ReactNode {
  const resource = useResourceOf(target.kind);
  const isThere = action.endsWith(".created") || action.endsWith(".changed");
  if (!isThere || !resource) return target.name;
  return <Link to={`/${resource.name}/${target.id}` as string}>{target.name || target.id}</Link>;
}

/** Said after the name of what it was done to. */
function Sentence({ change: { action, actor, target } }: { change: Change }): ReactNode {
  const records = useResourceOf(target.kind)?.noun.many;
  const who = actorName(actor);
  switch (action.split(".")[1]) {
    case "created":
      return t`added by ${who}`;
    case "deleted":
      return t`deleted by ${who}`;
    case "imported":
      return records ? t`imported into the ${records} by ${who}` : t`imported by ${who}`;
    default:
      return t`changed by ${who}`;
  }
}
