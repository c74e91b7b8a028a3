/** Deletes a record after asking once, by its name. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ConfirmButton } from "./ConfirmButton";

interface Props {
  title: string;
  /** What the record is called: "film". */
  noun: string;
  /** What follows from it, where more has to be said than that the record goes away. */
  consequence?: ReactNode;
  remove: () => Promise<unknown>;
}

export function DeleteButton({ title, noun, consequence, remove }: Props) {
  return (
    <ConfirmButton
      label={t`Delete the ${noun}`}
      title={t`Delete this ${noun}?`}
      yes={t`Delete the ${noun}`}
      no={t`Keep it`}
      act={remove}
    >
      {consequence}
      <p>
        <Trans>“{title}” goes away for everybody. This cannot be undone.</Trans>
      </p>
    </ConfirmButton>
  );
}
