/** The forms of a person: one for somebody new, whose link comes after it, and one for a change. */

import { t } from "@lingui/core/macro";
import { createLazyRoute } from "@tanstack/react-router";
import { useState } from "react";
import { BackToList, BackToRecord } from "@/records/BackToList";
import type { BodyOf, ChangeOf } from "@/records/collection";
import { editingOf } from "@/records/editing";
import { lastSearch } from "@/records/places";
import { AddRecord, ChangeRecord } from "@/records/RecordEditors";
import { useRecord } from "@/records/recordQueries";
import { personName } from "@/ui/format";
import { Page } from "@/ui/Page";
import { type NewPerson, usePeople } from "./api";
import { PersonAdded } from "./PersonAdded";
import { stateInWords } from "./words";

export const AddRoute = createLazyRoute("/people/new")({ component: AddPersonPage });
export const EditRoute = createLazyRoute("/people/$id/edit")({ component: EditPersonPage });

const NAME = { kind: "line", label: t`Name`, required: t`Say what they are called.` } as const;
const EMAIL = { kind: "email", label: t`E-mail` } as const;

const newPerson = editingOf<BodyOf<"users">>({
  username: {
    kind: "line",
    label: t`User name`,
    hint: t`They log in with it.`,
    required: t`Give the name they log in with.`,
  },
  name: NAME,
  email: EMAIL,
});

const changedPerson = editingOf<ChangeOf<"users", "patch">>({
  name: NAME,
  email: EMAIL,
  active: {
    kind: "boolean",
    label: t`State`,
    hint: t`Somebody suspended keeps their tickets but cannot use them.`,
    words: [stateInWords(true), stateInWords(false)],
  },
});

const BACK = <BackToList name="users" noun={{ many: t`people` }} to="/people" />;

function AddPersonPage() {
  const navigate = AddRoute.useNavigate();
  const collection = usePeople();
  // The link is held here and nowhere else: once the page is left, nobody can read it again.
  const [added, setAdded] = useState<NewPerson | null>(null);
  if (added) {
    return (
      <Page title={t`${personName(added)} is added`}>
        <PersonAdded person={added} />
      </Page>
    );
  }
  return (
    <Page title={t`Add a person`} above={BACK}>
      <p>{t`You get a link for them to choose a password with, and give tickets on their page.`}</p>
      <AddRecord
        collection={collection}
        editing={newPerson}
        action={t`Add the person`}
        onSaved={setAdded}
        onCancel={() => void navigate({ to: "/people", search: lastSearch("users") })}
      />
    </Page>
  );
}

function EditPersonPage() {
  const { id } = EditRoute.useParams();
  const navigate = EditRoute.useNavigate();
  const show = () => void navigate({ to: "/people/$id", params: { id } });
  const collection = usePeople();
  const person = useRecord(collection, id).data?.value;
  const name = person && personName(person);
  return (
    <Page
      title={name ? t`Edit ${name}` : t`Edit the person`}
      above={<BackToRecord to={`/people/${encodeURIComponent(id)}`} title={name} />}
    >
      <ChangeRecord
        collection={collection}
        id={id}
        nameOf={personName}
        editing={changedPerson}
        action={t`Save the person`}
        back={BACK}
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
