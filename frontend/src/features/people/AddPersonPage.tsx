/** A new person, and the link by which they choose their password. */
import { createLazyRoute } from "@tanstack/react-router";
import { useState } from "react";
import { lastSearch } from "@/records/lastSearch";
import { AddRecord } from "@/records/RecordEditors";
import { Page } from "@/ui/Page";
import { type NewPerson, useNewPeople } from "./api";
import { PersonAdded } from "./PersonAdded";
import { newPersonEditing } from "./PersonEditing";
import type { PeopleSearch } from "./search";
import { nameOf } from "./words";

export const Route = createLazyRoute("/people/new")({ component: AddPersonPage });

function AddPersonPage() {
  const navigate = Route.useNavigate();
  const collection = useNewPeople();
  // The link is held here and nowhere else: once the page is left, nobody can read it again.
  const [added, setAdded] = useState<NewPerson | null>(null);
  if (added) {
    return (
      <Page title={`${nameOf(added)} is added`}>
        <PersonAdded person={added} />
      </Page>
    );
  }
  return (
    <Page title="Add a person">
      <AddRecord
        collection={collection}
        editing={newPersonEditing}
        action="Add the person"
        onSaved={setAdded}
        onCancel={() =>
          void navigate({ to: "/people", search: lastSearch<PeopleSearch>("people") })
        }
      />
    </Page>
  );
}
