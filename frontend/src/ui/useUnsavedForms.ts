/** The forms of this person that wait to be saved, wherever they are. */
import { useSyncExternalStore } from "react";
import { usePerson } from "@/session/usePermissions";
import { onKeptTexts, type UnsavedForm, unsavedForms } from "./keptText";

export function useUnsavedForms(): UnsavedForm[] {
  const { subject } = usePerson();
  const known = useSyncExternalStore(onKeptTexts, () => JSON.stringify(unsavedForms(subject)));
  return JSON.parse(known) as UnsavedForm[];
}
