/** One person: who they are, what they hold and why, and what they are given. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { createLazyRoute } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Versioned } from "@/api/client";
import { Tickets } from "@/permissions/Tickets";
import { BackToList } from "@/records/BackToList";
import { offerUndo, sayFailed } from "@/records/offerUndo";
import { RecordPlaceholder } from "@/records/RecordPlaceholder";
import { useRecord, useSave } from "@/records/recordQueries";
import { SavedNote } from "@/records/SavedNote";
import { statusOf } from "@/session/problem";
import type { Permission } from "@/session/types";
import { useCanWithdraw } from "@/session/useCanGrant";
import { useCan } from "@/session/usePermissions";
import { Foot } from "@/ui/Foot";
import { personName } from "@/ui/format";
import { LinkButton } from "@/ui/LinkButton";
import { Page } from "@/ui/Page";
import { Panel } from "@/ui/Panel";
import { type PersonInFull, usePeople } from "./api";
import { PersonFacts } from "./PersonFacts";
import { PersonRights } from "./PersonRights";
import { SeeAsButton } from "./SeeAsButton";
import { SuspendButton } from "./SuspendButton";

export const Route = createLazyRoute("/people/$id")({ component: PersonPage });

function PersonPage() {
  const { id } = Route.useParams();
  const { data, error, refetch } = useRecord(usePeople(), id);
  const mayEdit = useCan("edit:users");
  const mayAssign = useCan("edit:roles");
  const maySuspend = useCan("suspend:users");
  const mayTake = useCanWithdraw();
  const back = <BackToList name="users" noun={{ many: t`people` }} to="/people" />;
  // It may have been there before, and be held still.
  if (!data || statusOf(error) === 404) {
    return (
      <RecordPlaceholder noun={t`person`} back={back} error={error} retry={() => void refetch()} />
    );
  }
  const person = data.value;
  const lacking = person.held.map(({ name }) => name).filter((name) => !mayTake([name]));
  return (
    <Page
      title={personName(person)}
      above={back}
      actions={
        <>
          <SeeAsButton person={person} />
          {mayEdit && lacking.length === 0 && (
            <LinkButton to="/people/$id/edit" params={{ id }} variant="default">
              <Trans>Edit the person</Trans>
            </LinkButton>
          )}
        </>
      }
    >
      <SavedNote note={data.note} />
      {!person.active && (
        <Closed name={personName(person)}>
          {mayEdit && lacking.length === 0 && <LetIn person={data} />}
        </Closed>
      )}
      <PersonFacts person={person} />
      {(mayEdit || mayAssign) && lacking.length > 0 && (
        <HoldsMore name={personName(person)} lacking={lacking} />
      )}
      <PersonRights person={person} />
      {maySuspend && person.active && (
        <Foot>
          <SuspendButton person={person} />
        </Foot>
      )}
    </Page>
  );
}

function Closed({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Panel tone="accent">
      <p>
        <Trans>
          <strong>{name} may not log in.</strong> What they were given is kept for later, and opens
          nothing now.
        </Trans>
      </p>
      {children}
    </Panel>
  );
}

/** Takes a suspension back, over the version that is shown. */
function LetIn({ person: { value: person, etag } }: { person: Versioned<PersonInFull> }) {
  const name = personName(person);
  const saving = useSave(usePeople(), person.id);
  const turn = (active: boolean, version: string | null) =>
    saving.mutateAsync({ body: { active }, etag: version, note: null });
  async function letIn(): Promise<void> {
    try {
      const saved = await turn(true, etag);
      offerUndo(t`${name} may log in again.`, () => turn(false, saved.etag));
    } catch (error) {
      sayFailed(t`${name} could not be let in again.`, error as Error);
    }
  }
  return (
    <Button variant="default" loading={saving.isPending} onClick={() => void letIn()}>
      {t`Let ${name} in again`}
    </Button>
  );
}

/** What is taken from somebody may be what holds the taker back, and whoever may change an address
 * may have a new password sent there. */
function HoldsMore({ name, lacking }: { name: string; lacking: Permission[] }) {
  return (
    <Panel>
      <p>
        {t`${name} holds what you lack. So what they were given is not yours to take, nor their name, e-mail and state to change.`}
      </p>
      <Tickets label={t`What you lack`} names={lacking} held={false} />
    </Panel>
  );
}
