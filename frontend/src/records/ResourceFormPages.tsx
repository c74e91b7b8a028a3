/** The forms of a resource: for a new record, and for one that is being changed. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { withArticle } from "@/ui/format";
import { Page } from "@/ui/Page";
import { BackToList } from "./BackToList";
import { useCollection } from "./collection";
import { editingOf } from "./editing";
import { lastSearch } from "./lastSearch";
import { AddRecord, ChangeRecord } from "./RecordEditors";
import type { AnyRecord, Resource } from "./resource";

export function AddPage({ resource: { name, noun, fields } }: { resource: Resource }) {
  const navigate = useNavigate();
  const list: string = `/${name}`;
  const show = ({ id }: AnyRecord) => void navigate({ to: `${list}/${id}` as string });
  return (
    <Page title={`Add ${withArticle(noun.one)}`}>
      <AddRecord
        collection={useCollection(name)}
        editing={editingOf(fields)}
        action={`Add the ${noun.one}`}
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
  return (
    <Page title={`Edit the ${noun.one}`}>
      <ChangeRecord
        collection={useCollection(name)}
        id={id}
        editing={editingOf(fields)}
        action={`Save the ${noun.one}`}
        back={<BackToList name={name} noun={noun} />}
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
