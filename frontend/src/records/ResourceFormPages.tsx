/** The forms of a resource: for a new record, and for one that is being changed. */
import { t } from "@lingui/core/macro";
import { useNavigate, useParams } from "@tanstack/react-router";
import { withArticle } from "@/ui/format";
import { Page } from "@/ui/Page";
import { BackToList, BackToRecord } from "./BackToList";
import { useCollection } from "./collection";
import { editingOf } from "./editing";
import { lastSearch } from "./places";
import { AddRecord, ChangeRecord } from "./RecordEditors";
import { useRecord } from "./recordQueries";
import type { AnyRecord, Resource } from "./resource";
import { useAddedNotice } from "./useAddedNotice";

export function AddPage({ resource: { name, noun, fields } }: { resource: Resource }) {
  const navigate = useNavigate();
  const collection = useCollection(name);
  const list: string = `/${name}`;
  const sayAdded = useAddedNotice(collection, list);

  function show({ id, title }: AnyRecord, etag: string | null): void {
    void navigate({ to: `${list}/${id}` as string });
    sayAdded({ id, title }, etag);
  }

  return (
    <Page title={t`Add ${withArticle(noun.one)}`} above={<BackToList name={name} noun={noun} />}>
      <AddRecord
        collection={collection}
        editing={editingOf(fields)}
        action={t`Add the ${noun.one}`}
        onSaved={show}
        onCancel={() => void navigate({ to: list, search: lastSearch(name) })}
      />
    </Page>
  );
}

export function EditPage({ resource: { name, noun, fields } }: { resource: Resource }) {
  const id = Number(useParams({ strict: false }).id);
  const navigate = useNavigate();
  const to: string = `/${name}/${id}`;
  const show = () => void navigate({ to });
  const collection = useCollection(name);
  const title = useRecord<AnyRecord>(collection, id).data?.value.title;
  return (
    <Page
      title={title ? t`Edit ${title}` : t`Edit the ${noun.one}`}
      above={<BackToRecord to={to} title={title} />}
    >
      <ChangeRecord
        collection={collection}
        id={id}
        nameOf={(record) => record.title}
        editing={editingOf(fields)}
        action={t`Save the ${noun.one}`}
        back={<BackToList name={name} noun={noun} />}
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
