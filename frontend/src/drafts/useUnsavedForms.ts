/** The forms of this person that wait to be saved, wherever they are. */
import { useSyncExternalStore } from "react";
import { usePerson } from "@/session/usePermissions";
import { onDraftsChange, type UnsavedForm, unsavedForms } from "./drafts";

export function useUnsavedForms(): UnsavedForm[] {
  const { subject } = usePerson();
  const known = useSyncExternalStore(onDraftsChange, () => JSON.stringify(unsavedForms(subject)));
  return JSON.parse(known) as UnsavedForm[];
}
