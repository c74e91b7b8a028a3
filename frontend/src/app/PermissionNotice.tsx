/** Tells when a permission was given or taken while the page was open: in a corner, and to screen
 * readers. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { Tickets } from "@/permissions/Tickets";
import type { Permission } from "@/session/types";
import { useOwnPermissions } from "@/session/usePermissions";
import { announce } from "@/ui/announce";
import { formatList } from "@/ui/format";
import classes from "./PermissionNotice.module.css";

interface News {
  given: readonly Permission[];
  taken: readonly Permission[];
  /** Where it explains what has just come or gone; elsewhere it is no news. */
  path: string;
}

export function PermissionNotice() {
  const { data: mine } = useOwnPermissions();
  const { pathname } = useLocation();
  const known = useRef<readonly Permission[] | null>(null);
  const [news, setNews] = useState<News | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is no news about tickets
  useEffect(() => {
    if (!mine) return;
    const before = known.current;
    known.current = mine.permissions;
    if (!before) return;
    const given = mine.permissions.filter((name) => !before.includes(name));
    const taken = before.filter((name) => !mine.permissions.includes(name));
    if (given.length + taken.length === 0) return;
    setNews({ given, taken, path: pathname });
    // In one go: the second of two sentences would take the place of the first.
    const sentences = [
      ...(given.length > 0 ? [t`You now hold ${formatList(given)}.`] : []),
      ...(taken.length > 0 ? [t`You no longer hold ${formatList(taken)}.`] : []),
    ];
    announce(sentences.join(" "));
  }, [mine]);

  if (!news || news.path !== pathname) return null;
  const close = () => {
    setNews(null);
    document.getElementById("content")?.focus({ preventScroll: true });
  };
  return (
    <aside aria-label={t`Your tickets have changed`} className={classes.notice}>
      {news.given.length > 0 && (
        <>
          <p>
            <Trans>You now hold</Trans>
          </p>
          <Tickets label={t`Given just now`} names={news.given} held says={null} />
        </>
      )}
      {news.taken.length > 0 && (
        <>
          <p>
            <Trans>You no longer hold</Trans>
          </p>
          <Tickets label={t`Taken just now`} names={news.taken} held={false} says={null} />
        </>
      )}
      <Button size="xs" variant="default" onClick={close}>
        <Trans>Close</Trans>
      </Button>
    </aside>
  );
}
