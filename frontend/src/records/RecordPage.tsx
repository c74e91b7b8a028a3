/** The page of one record: found, coming, or not there; and deleted from here. */
import type { ReactNode } from "react";
import { statusOf } from "@/session/problem";
import { Page } from "@/ui/Page";
import { DeleteButton } from "./DeleteButton";
import { type LastChange, LastChanged } from "./LastChanged";
import { RecordPlaceholder } from "./RecordPlaceholder";
import { type Collection, useRecord, useRemoval } from "./recordQueries";
import { SavedNote } from "./SavedNote";

interface Props<Value> {
  collection: Collection<unknown, Value, never, never>;
  id: number;
  /** What the record is called: "film". */
  noun: string;
  back: ReactNode;
  /** The button to the form; left out for those who may not change the record. */
  edit: ReactNode;
  mayRemove: boolean;
  onRemoved: () => void;
  children: (value: Value) => ReactNode;
}

interface Record {
  title: string;
  last_change: LastChange | null;
}

export function RecordPage<Value extends Record>(props: Props<Value>) {
  const { collection, id, noun, back, edit, mayRemove, onRemoved, children } = props;
  const { data, error, refetch } = useRecord(collection, id);

  // It may have been there before, and be held still.
  if (!data || statusOf(error) === 404) {
    return <RecordPlaceholder noun={noun} back={back} error={error} retry={() => void refetch()} />;
  }
  return (
    <Page
      title={data.value.title}
      above={back}
      actions={
        <>
          {edit}
          {mayRemove && (
            <RemoveRecord
              collection={collection}
              id={id}
              etag={data.etag}
              title={data.value.title}
              noun={noun}
              onRemoved={onRemoved}
            />
          )}
        </>
      }
    >
      <SavedNote note={data.note} />
      {children(data.value)}
      <LastChanged change={data.value.last_change} />
    </Page>
  );
}

interface RemoveProps extends Pick<Props<Record>, "collection" | "id" | "noun" | "onRemoved"> {
  etag: string | null;
  title: string;
}

function RemoveRecord({ collection, id, etag, title, noun, onRemoved }: RemoveProps) {
  const removal = useRemoval(collection, id, etag);
  const remove = () => removal.mutateAsync().then(onRemoved);
  return <DeleteButton title={title} noun={noun} remove={remove} />;
}
