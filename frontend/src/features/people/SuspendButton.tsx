/** Shuts somebody out in an emergency, after saying what that does and what it does not. */

import { t } from "@lingui/core/macro";
import { useEffect } from "react";
import { nobodyWouldHold } from "@/permissions/sentences";
import { ConfirmButton } from "@/records/ConfirmButton";
import { usePerson } from "@/session/usePermissions";
import { announce } from "@/ui/announce";
import { personName } from "@/ui/format";
import { type PersonInFull, useSole, useSuspend } from "./api";

export function SuspendButton({ person }: { person: PersonInFull }) {
  const name = personName(person);
  const isOwn = usePerson().subject === person.id;
  const suspension = useSuspend(person.id);
  useEffect(() => keepFocusOnPage, []);
  async function suspend(): Promise<void> {
    await suspension.mutateAsync();
    announce(t`${name} is suspended.`);
  }
  return (
    <ConfirmButton
      label={t`Suspend ${name}`}
      title={t`Suspend ${name}?`}
      yes={t`Suspend now`}
      no={t`Keep it as it is`}
      act={suspend}
    >
      <p>
        {t`This is for emergencies, such as a stolen password. ${name} is logged out everywhere and can do nothing here any more. Nothing else changes: what was given to them stays for later.`}
      </p>
      <p>{t`Whoever may edit people and holds all that ${name} was given can let them in again.`}</p>
      {isOwn && <p>{t`This is you: you could not let yourself in again.`}</p>}
      <Sole id={person.id} />
    </ConfirmButton>
  );
}

/** What nobody could do meanwhile. It is asked when the dialog opens. */
function Sole({ id }: { id: string }) {
  const { data: sole } = useSole(id);
  return nobodyWouldHold(sole?.permissions ?? []).map((words) => <p key={words}>{words}</p>);
}

/** Who is suspended cannot be suspended again: the button goes away, and the focus would with it. */
function keepFocusOnPage(): void {
  if (document.activeElement === document.body) document.getElementById("content")?.focus();
}
