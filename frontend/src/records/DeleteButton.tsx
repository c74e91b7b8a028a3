/** Deletes a record after asking once, by its name. */
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
      label="Delete"
      title={`Delete this ${noun}?`}
      yes={`Delete the ${noun}`}
      no="Keep it"
      act={remove}
    >
      {consequence}
      <p>“{title}” goes away for everybody. This cannot be undone.</p>
    </ConfirmButton>
  );
}
