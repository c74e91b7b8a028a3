/** The page of one record of a resource: found, coming, or not there; and deleted from here. */
import "@mantine/core/styles/Anchor.css";
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { askFor, whoCanGrant } from "@/permissions/sentences";
import { Ticket } from "@/permissions/Ticket";
import { statusOf } from "@/session/problem";
import type { Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { useCan } from "@/session/usePermissions";
import { DrasticButton, Foot } from "@/ui/Foot";
import { ExternalIcon } from "@/ui/icons";
import { LinkButton } from "@/ui/LinkButton";
import { Page } from "@/ui/Page";
import { BackToList } from "./BackToList";
import { useCollection } from "./collection";
import { FieldLinks } from "./FieldLinks";
import type { Field } from "./fields";
import { LastChanged } from "./LastChanged";
import { lastSearch } from "./places";
import { RecordHistory } from "./RecordHistory";
import { RecordPlaceholder } from "./RecordPlaceholder";
import { RecordView } from "./RecordView";
import classes from "./ResourcePage.module.css";
import { useRecord } from "./recordQueries";
import { type AnyRecord, describe, pictureOf, type Resource } from "./resource";
import { SavedNote } from "./SavedNote";
import { useDelayedRemoval, useGoing } from "./useDelayedRemoval";

export function ResourcePage({ resource }: { resource: Resource }) {
  const { name, noun } = resource;
  const id = Number(useParams({ strict: false }).id);
  const { data, error, refetch } = useRecord<AnyRecord>(useCollection(name), id);
  const canEdit = useCan(`edit:${name}`);
  const canDelete = useCan(`delete:${name}`);
  const canAudit = useCan("list:audit");
  const back = <BackToList name={name} noun={noun} />;

  // It may have been there before, and be held still.
  if (!data || statusOf(error) === 404) {
    return (
      <RecordPlaceholder noun={noun.one} back={back} error={error} retry={() => void refetch()} />
    );
  }
  const record = data.value;
  return (
    <Page
      title={record.title}
      above={back}
      actions={
        canEdit ? (
          <LinkButton to={`/${name}/${id}/edit` as string} variant="default">
            {t`Edit the ${noun.one}`}
          </LinkButton>
        ) : (
          <Lacked permission={`edit:${name}` as Permission} />
        )
      }
    >
      <SavedNote note={data.note} />
      <RecordFields resource={resource} record={record} />
      <Foot>
        <LastChanged change={record.last_change} />
        {canDelete && <DeleteRecord resource={resource} record={record} etag={data.etag} />}
      </Foot>
      {canAudit && <RecordHistory resource={resource} record={record} />}
    </Page>
  );
}

/** In place of a button that would be refused: what it takes, and whom to ask for it. */
function Lacked({ permission }: { permission: Permission }) {
  const { data: access } = useAccess();
  return (
    <p className={classes.lacked}>
      <Trans>
        To edit it you would need <Ticket name={permission} held={false} says={null} />.
      </Trans>{" "}
      {access && askFor(whoCanGrant(access))}
    </p>
  );
}

interface RecordProps {
  resource: Resource;
  record: AnyRecord;
}

function DeleteRecord({ resource, record, etag }: RecordProps & { etag: string | null }) {
  const { name, noun } = resource;
  const remove = useDelayedRemoval(useCollection(name), record, etag);
  const isGoing = useGoing(name)(record.id);
  const navigate = useNavigate();
  const to: string = `/${name}`;
  const start = () => {
    remove();
    void navigate({ to, search: lastSearch(name) });
  };
  return (
    <DrasticButton disabled={isGoing} onClick={start}>
      {t`Delete the ${noun.one}`}
    </DrasticButton>
  );
}

/** What is short stands as facts, what is long beside the picture's lower half. */
function RecordFields({ resource: { name: list, fields, picture }, record }: RecordProps) {
  const canList = useCan(`list:${list}`);
  const entries = Object.entries(fields).filter(([name]) => name !== "title" && name !== picture);
  const isLong = ([, { kind }]: [string, Field]) => kind === "text" || kind === "url";
  const shown = ([name, field]: [string, Field]) =>
    canList && describe(record, [name, field]) ? (
      <FieldLinks to={`/${list}`} record={record} name={name} field={field} />
    ) : (
      describe(record, [name, field])
    );
  return (
    <RecordView
      {...(picture && { picture: pictureOf(record) })}
      title={record.title}
      facts={entries
        .filter((entry) => !isLong(entry))
        .map((entry) => [entry[1].heading ?? entry[1].label, shown(entry)])}
    >
      {entries.filter(isLong).map((entry) => (
        <LongField key={entry[0]} field={entry[1]} value={describe(record, entry)} />
      ))}
    </RecordView>
  );
}

function LongField({ field, value }: { field: Field; value: string }) {
  if (!value) return null;
  if (field.kind === "text") return <p className={classes.prose}>{value}</p>;
  return (
    <Anchor href={value} rel="noreferrer" className={classes.outside ?? ""}>
      {field.link ?? field.label} <ExternalIcon />
    </Anchor>
  );
}
