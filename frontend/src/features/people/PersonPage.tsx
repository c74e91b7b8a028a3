/** One person: who they are, what they hold and why, and what they are given. */
import { createLazyRoute } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { RequirePermission } from "@/permissions/RequirePermission";
import { Tickets } from "@/permissions/Tickets";
import { BackToList } from "@/records/BackToList";
import { RecordPlaceholder } from "@/records/RecordPlaceholder";
import { RecordView } from "@/records/RecordView";
import { useRecord } from "@/records/recordQueries";
import { SavedNote } from "@/records/SavedNote";
import { statusOf } from "@/session/problem";
import type { Permission } from "@/session/types";
import { useCanWithdraw } from "@/session/useCanGrant";
import { useCan } from "@/session/usePermissions";
import { LinkButton } from "@/ui/LinkButton";
import { Page } from "@/ui/Page";
import { type PersonInFull, usePeople } from "./api";
import { HeldTickets } from "./HeldTickets";
import { PersonGrants } from "./PersonGrants";
import { SeeAsButton } from "./SeeAsButton";
import { SuspendButton } from "./SuspendButton";
import { Why } from "./Why";
import { nameOf, stateInWords, theirRoles } from "./words";

export const Route = createLazyRoute("/people/$id")({ component: PersonPage });

function PersonPage() {
  const { id } = Route.useParams();
  const { data, error, refetch } = useRecord(usePeople(), id);
  const mayEdit = useCan("edit:users");
  const mayAssign = useCan("edit:roles");
  const maySuspend = useCan("suspend:users");
  const mayTake = useCanWithdraw();
  const back = <BackToList name="users" noun={{ many: "people" }} to="/people" />;
  // It may have been there before, and be held still.
  if (!data || statusOf(error) === 404) {
    return (
      <RecordPlaceholder noun="person" back={back} error={error} retry={() => void refetch()} />
    );
  }
  const person = data.value;
  const lacking = person.held.map(({ name }) => name).filter((name) => !mayTake([name]));
  return (
    <Page
      title={nameOf(person)}
      above={back}
      actions={
        <>
          <SeeAsButton person={person} />
          {maySuspend && person.active && <SuspendButton person={person} />}
          {mayEdit && lacking.length === 0 && (
            <LinkButton to="/people/$id/edit" params={{ id }}>
              Edit
            </LinkButton>
          )}
        </>
      }
    >
      <SavedNote note={data.note} />
      <PersonFacts person={person}>
        {(mayEdit || mayAssign) && lacking.length > 0 && (
          <HoldsMore name={nameOf(person)} lacking={lacking} />
        )}
      </PersonFacts>
      <HeldTickets person={person} />
      <RequirePermission permission="edit:roles">
        {/* What is chosen for one person must not be shown as another's. */}
        <PersonGrants key={id} person={person} />
      </RequirePermission>
      <Why person={person} />
    </Page>
  );
}

/** What is taken from somebody may be what holds the taker back, and whoever may change an address
 * may have a new password sent there. */
function HoldsMore({ name, lacking }: { name: string; lacking: Permission[] }) {
  return (
    <>
      <p>
        {name} holds what you lack. So what they were given is not yours to take, nor their name,
        e-mail and state to change.
      </p>
      <Tickets label="What you lack" names={lacking} held={false} />
    </>
  );
}

function PersonFacts({ person, children }: { person: PersonInFull; children: ReactNode }) {
  const state = stateInWords(person.active);
  return (
    <RecordView
      title={nameOf(person)}
      facts={[
        ["Username", person.username],
        ["E-mail", person.email || "none"],
        ["State", state],
        ["Roles", theirRoles(person).join(", ") || "no role"],
        ["Subject", <code key="subject">{person.id}</code>],
      ]}
    >
      {!person.active && (
        <p>Whoever may not log in keeps their tickets for later, and can use none.</p>
      )}
      {children}
    </RecordView>
  );
}
