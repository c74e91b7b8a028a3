/** Says why no token came, and offers what helps: over the page, or above it once that was read. */
import { lazy, Suspense, useEffect, useState } from "react";
import { useSession } from "@/session/SessionContext";
import type { TokenError } from "@/session/tokenError";
import { useStepUp } from "@/session/useStepUp";
import { SessionBanner } from "./SessionBanner";

const fetchDialogs = () => import("./SessionDialogs");
const SessionDialogs = lazy(() => fetchDialogs().then((all) => ({ default: all.SessionDialogs })));

/** What a dialog asks about; a login that has ended has another. */
const ASKING: readonly TokenError["kind"][] = ["consent", "cookiesBlocked", "changed"];

export function SessionNotices() {
  const { status, tokenError } = useSession();
  const [read, setRead] = useState<readonly string[]>([]);
  const news = newsIn(tokenError);
  const isRead = read.includes(news);
  const kind = tokenError?.kind;
  // Fetched once somebody uses the page: what they may lose by then must not wait for a network.
  useEffect(() => {
    const fetchBefore = () => void fetchDialogs().catch(() => undefined);
    const events = ["pointerdown", "keydown"] as const;
    for (const event of events) window.addEventListener(event, fetchBefore, { once: true });
    return () => {
      for (const event of events) window.removeEventListener(event, fetchBefore);
    };
  }, []);
  const isEnded = status === "expired" && (!kind || kind === "ended");
  const isAsked = !isRead && kind !== undefined && ASKING.includes(kind);
  const [wasNeeded, setNeeded] = useState(false);
  const { question, outcome } = useStepUp();
  if ((isEnded || isAsked || question || outcome) && !wasNeeded) setNeeded(true);
  const close = () => setRead([...read, news]);

  return (
    <>
      <SessionBanner
        tokenError={isRead || kind === "timeout" ? tokenError : null}
        explain={() => setRead(read.filter((known) => known !== news))}
      />
      <Suspense>
        {wasNeeded && (
          <SessionDialogs open={isEnded ? "ended" : isAsked ? kind : undefined} onClose={close} />
        )}
      </Suspense>
    </>
  );
}

/** What a dialog tells. Tokens of several APIs fail in turn, and none is told a second time: an
 * agreement is one for each API, cookies are blocked for all of them. */
function newsIn(tokenError: TokenError | null): string {
  if (tokenError?.kind === "consent") return `consent ${tokenError.audience}`;
  return tokenError?.kind ?? "";
}
