/** A person whose name, e-mail or state is being changed. */
import { createLazyRoute } from "@tanstack/react-router";
import { lastSearch } from "@/records/lastSearch";
import { ChangeRecord } from "@/records/RecordEditors";
import { BackLink } from "@/ui/BackLink";
import { Page } from "@/ui/Page";
import { usePeople } from "./api";
import { personEditing } from "./PersonEditing";
import type { PeopleSearch } from "./search";

export const Route = createLazyRoute("/people/$id/edit")({ component: EditPersonPage });

function EditPersonPage() {
  const { id } = Route.useParams();
  const navigate = Route.useNavigate();
  const show = () => void navigate({ to: "/people/$id", params: { id } });
  return (
    <Page title="Edit the person">
      <ChangeRecord
        collection={usePeople()}
        id={id}
        editing={personEditing}
        action="Save the person"
        back={
          <BackLink to="/people" search={lastSearch<PeopleSearch>("people")}>
            Back to the people
          </BackLink>
        }
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
