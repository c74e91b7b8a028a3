/** Shows the one-time link of a person who was just added, and says what to do with it. */

import { t } from "@lingui/core/macro";
import { useEffect, useRef } from "react";
import { useCan } from "@/session/usePermissions";
import { CopyField } from "@/ui/CopyField";
import { personName } from "@/ui/format";
import { LinkButton } from "@/ui/LinkButton";
import { Panel } from "@/ui/Panel";
import { TruncatedText } from "@/ui/TruncatedText";
import type { NewPerson } from "./api";

export function PersonAdded({ person }: { person: NewPerson }) {
  const { id, link } = person;
  const name = personName(person);
  const mayOpen = useCan("read:users");
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that was sent is gone, and the focus would go with it.
  useEffect(() => heading.current?.focus(), []);

  return (
    <Panel tone="accent">
      <h2 ref={heading} tabIndex={-1}>
        {link ? t`Send ${name} this link` : t`One step is left`}
      </h2>
      {link ? (
        <>
          <p>
            {t`With it ${name} chooses a password. It works once, and you see it only now: copy it before you leave this page. Send it in a way that nobody else reads.`}
          </p>
          <CopyField
            label={t`The one-time link`}
            action={t`Copy the link`}
            text={new URL(link, window.location.origin).href}
          />
        </>
      ) : (
        <p>{t`The login server asks ${name} for a password itself. You have nothing to send.`}</p>
      )}
      <p>{t`${name} holds no tickets yet. Give some on their page.`}</p>
      {mayOpen && (
        <LinkButton to="/people/$id" params={{ id }} variant="default">
          <TruncatedText>{t`Go to ${name}`}</TruncatedText>
        </LinkButton>
      )}
    </Panel>
  );
}
