/** What was put into a form of this page and is not saved: kept over a change of page, a reload or
 * a new login, and given back. */
import { useLocation } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { usePerson } from "@/session/usePermissions";
import { deleteDraft, loadDraft, saveDraft } from "./drafts";

interface SavedDraft<Text> {
  /** What was kept when the form began; null where there was nothing. */
  kept: Text | null;
  keep: (text: Text) => void;
  drop: () => void;
}

/** `called`: what is pointed out elsewhere; the title of the page where that says it. */
export function useDraft<Text extends object>(called?: string): SavedDraft<Text> {
  const { subject } = usePerson();
  // The address the form began at, for while it is being left the address is another one.
  const { pathname } = useLocation();
  const [path] = useState(pathname);
  const [kept] = useState(() => loadDraft<Text>(subject, path));
  const keep = useCallback(
    (text: Text) => saveDraft(subject, path, called ?? pageTitle(), text),
    [subject, path, called],
  );
  const drop = useCallback(() => deleteDraft(path), [path]);
  return { kept, keep, drop };
}

function pageTitle(): string {
  return document.title.replace(/ · Usher$/, "");
}
