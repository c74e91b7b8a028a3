/** Tells a screen reader when a permission was given or taken while the page was open. */
import { useEffect, useRef } from "react";
import type { Permission } from "@/api/permission";
import { useOwn } from "@/session/mine";
import { announce } from "@/ui/announce";
import { inWords } from "@/ui/inWords";

export function GrantAnnouncer() {
  const { data: mine } = useOwn();
  const known = useRef<readonly Permission[] | null>(null);

  useEffect(() => {
    if (!mine) return;
    const before = known.current;
    known.current = mine.permissions;
    if (!before) return;
    const given = mine.permissions.filter((name) => !before.includes(name));
    const taken = before.filter((name) => !mine.permissions.includes(name));
    // In one go: the second of two sentences would take the place of the first.
    const sentences = [
      ...(given.length > 0 ? [`You now hold ${inWords(given)}.`] : []),
      ...(taken.length > 0 ? [`You no longer hold ${inWords(taken)}.`] : []),
    ];
    if (sentences.length > 0) announce(sentences.join(" "));
  }, [mine]);

  return null;
}
