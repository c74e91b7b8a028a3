/** Adding a record and changing one, alike for every collection. */
import { t } from "@lingui/core/macro";
import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Versioned } from "@/api/client";
import type { Collection, RecordId } from "./collection";
import type { Editing } from "./editing";
import type { LastChange } from "./LastChanged";
import type { FormValues } from "./merge";
import { offerUndo } from "./offerUndo";
import { RecordForm } from "./RecordForm";
import { RecordProblem } from "./RecordPlaceholder";
import { useCreate, useLatest, useRecord, useSave } from "./recordQueries";
import type { Latest } from "./useRecordForm";

interface Props<Full, Body, Values extends FormValues> {
  editing: Editing<Full, Body, Values>;
  /** What the button says: the verb and the thing. */
  action: string;
  onCancel: () => void;
}

interface AddProps<Full, Body, Created, Values extends FormValues>
  extends Props<Full, Body, Values> {
  collection: Pick<Collection<never, never, Body, Created>, "name" | "create">;
  onSaved: (created: Created, etag: string | null) => void;
}

export function AddRecord<Full, Body, Created, Values extends FormValues>(
  props: AddProps<Full, Body, Created, Values>,
) {
  const { collection, editing, onSaved, ...rest } = props;
  const create = useCreate(collection);
  return (
    <RecordForm
      {...rest}
      start={{ value: editing.empty, etag: null }}
      labels={editing.labels}
      check={editing.check}
      save={(values) => create.mutateAsync(editing.bodyOf(values))}
      onSaved={({ value, etag }) => onSaved(value, etag)}
    >
      {editing.inputs}
    </RecordForm>
  );
}

interface ChangeProps<Full extends object, Body, Values extends FormValues>
  extends Props<Full, Body, Values> {
  collection: Pick<Collection<never, Full, never, never, Body>, "name" | "read" | "change">;
  id: RecordId;
  nameOf: (record: Full) => string;
  onSaved: () => void;
}

export function ChangeRecord<Full extends object, Body, Values extends FormValues>(
  props: ChangeProps<Full, Body, Values> & { back: ReactNode },
) {
  const { back, ...rest } = props;
  const record = useRecord(props.collection, props.id);
  if (record.data) return <ChangeLoaded {...rest} start={record.data} />;
  if (record.error) {
    return <RecordProblem error={record.error} back={back} retry={() => void record.refetch()} />;
  }
  return <Skeleton height={320} maw={640} aria-busy="true" />;
}

function ChangeLoaded<Full extends object, Body, Values extends FormValues>(
  props: ChangeProps<Full, Body, Values> & { start: Versioned<Full> },
) {
  const { collection, editing, nameOf, onSaved, id, start, ...rest } = props;
  const latest = useLatest(collection, id);
  const change = useSave(collection, id);
  async function readLatest(): Promise<Latest<Values>> {
    const { value, etag } = await latest();
    return { value: editing.valuesOf(value), etag, change: lastChangeOf(value) };
  }

  return (
    <RecordForm
      {...rest}
      start={{ value: editing.valuesOf(start.value), etag: start.etag }}
      labels={editing.labels}
      check={editing.check}
      save={(values, etag, note) =>
        change.mutateAsync({ body: editing.bodyOf(values), etag, note })
      }
      onSaved={({ value, etag }, over) => {
        onSaved();
        // Without its version nobody could say what is taken back.
        if (!etag) return;
        const undo = { body: editing.bodyOf(over), etag, note: null };
        offerUndo(t`Saved “${nameOf(value)}”.`, () => change.mutateAsync(undo));
      }}
      latest={readLatest}
    >
      {editing.inputs}
    </RecordForm>
  );
}

/** Who changed it last; null where its API does not tell. */
function lastChangeOf(value: { last_change?: LastChange | null }): LastChange | null {
  return value.last_change ?? null;
}
