/** Adding a record and changing one, alike for every collection. */
import { Skeleton } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import type { Versioned } from "@/api/client";
import type { LastChange } from "./LastChanged";
import type { Draft } from "./merge";
import { RecordForm } from "./RecordForm";
import { RecordProblem } from "./RecordProblem";
import {
  type Collection,
  type RecordId,
  useCreate,
  useLatest,
  useRecord,
  useSave,
} from "./recordQueries";
import type { Latest } from "./useRecordForm";

/** How a feature's records are written down in a form. */
export interface Editing<Value, Body, Fields extends Draft> {
  labels: Record<keyof Fields & string, string>;
  empty: Fields;
  fieldsOf: (value: Value) => Fields;
  check: (fields: Fields) => Partial<Record<keyof Fields, string>>;
  bodyOf: (fields: Fields) => Body;
  inputs: (form: UseFormReturnType<Fields>) => ReactNode;
}

interface Props<Value, Body, Fields extends Draft> {
  editing: Editing<Value, Body, Fields>;
  action: string;
  onSaved: (value: Value) => void;
  onCancel: () => void;
}

interface AddProps<Value, Body, Fields extends Draft> extends Props<Value, Body, Fields> {
  collection: Pick<Collection<unknown, Value, Body, never>, "name" | "create">;
}

export function AddRecord<Value, Body, Fields extends Draft>(props: AddProps<Value, Body, Fields>) {
  const { collection, editing, action, onSaved, onCancel } = props;
  const create = useCreate(collection);
  return (
    <RecordForm
      start={{ value: editing.empty, etag: null }}
      labels={editing.labels}
      check={editing.check}
      action={action}
      onCancel={onCancel}
      save={async (fields) => onSaved(await create.mutateAsync(editing.bodyOf(fields)))}
    >
      {editing.inputs}
    </RecordForm>
  );
}

interface ChangeProps<Value extends object, Body, Fields extends Draft, Id extends RecordId>
  extends Props<Value, Body, Fields> {
  collection: Pick<Collection<unknown, Value, Body, never, Id>, "name" | "read" | "change">;
  id: Id;
}

export function ChangeRecord<Value extends object, Body, Fields extends Draft, Id extends RecordId>(
  props: ChangeProps<Value, Body, Fields, Id> & { back: ReactNode },
) {
  const { back, ...rest } = props;
  const record = useRecord(props.collection, props.id);
  if (record.data) return <ChangeLoaded {...rest} start={record.data} />;
  if (record.error) {
    return <RecordProblem error={record.error} back={back} retry={() => void record.refetch()} />;
  }
  return <Skeleton height={320} maw={640} aria-busy="true" />;
}

interface LoadedProps<Value extends object, Body, Fields extends Draft, Id extends RecordId>
  extends ChangeProps<Value, Body, Fields, Id> {
  start: Versioned<Value>;
}

function ChangeLoaded<Value extends object, Body, Fields extends Draft, Id extends RecordId>(
  props: LoadedProps<Value, Body, Fields, Id>,
) {
  const { collection, editing, action, onSaved, onCancel, id, start } = props;
  const latest = useLatest(collection, id);
  const change = useSave(collection, id);
  async function readLatest(): Promise<Latest<Fields>> {
    const { value, etag } = await latest();
    return { value: editing.fieldsOf(value), etag, change: lastChangeOf(value) };
  }

  return (
    <RecordForm
      start={{ value: editing.fieldsOf(start.value), etag: start.etag }}
      labels={editing.labels}
      check={editing.check}
      action={action}
      onCancel={onCancel}
      save={async (fields, etag, note) => {
        const draft = editing.bodyOf(fields);
        onSaved((await change.mutateAsync({ draft, etag, note })).value);
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
