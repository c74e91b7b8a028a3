/** What was put into a form of this page and is not saved: kept over a change of page, a reload or
 * a new login, and given back. */
import { useLocation } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { usePerson } from "@/session/usePermissions";
import { dropText, keepText, keptText } from "./keptText";

interface KeptText<Text> {
  /** What was kept when the form began; null where there was nothing. */
  kept: Text | null;
  keep: (text: Text) => void;
  drop: () => void;
}

export function useKeptText<Text extends object>(): KeptText<Text> {
  const { subject } = usePerson();
  // The address the form began at, for while it is being left the address is another one.
  const { pathname } = useLocation();
  const [path] = useState(pathname);
  const [kept] = useState(() => keptText<Text>(subject, path));
  const keep = useCallback(
    (text: Text) => keepText(subject, path, pageTitle(), text),
    [subject, path],
  );
  const drop = useCallback(() => dropText(path), [path]);
  return { kept, keep, drop };
}

function pageTitle(): string {
  return document.title.replace(/ · Usher$/, "");
}
