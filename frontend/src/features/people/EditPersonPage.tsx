/** A person whose name, e-mail or state is being changed. */
import { createLazyRoute } from "@tanstack/react-router";
import { Page } from "@/ui/Page";
import { ChangeRecord } from "@/ui/RecordEditors";
import { usePeople } from "./api";
import { personEditing } from "./PersonEditing";

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
        onSaved={show}
        onCancel={show}
      />
    </Page>
  );
}
