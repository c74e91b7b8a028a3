/** Says why no token came, and offers what helps: over the page, or above it once that was read. */
import { useState } from "react";
import type { Interruption } from "@/session/interruption";
import { useSession } from "@/session/SessionContext";
import { AgreementDialog } from "./AgreementDialog";
import { CookiesDialog } from "./CookiesDialog";
import { ExpiredDialog } from "./ExpiredDialog";
import { SessionBanner } from "./SessionBanner";

export function SessionNotices() {
  const { status, interruption } = useSession();
  const [read, setRead] = useState<readonly string[]>([]);
  const news = newsIn(interruption);
  const isRead = read.includes(news);
  const kind = interruption?.kind;
  const close = () => setRead([...read, news]);

  return (
    <>
      <SessionBanner
        interruption={isRead || kind === "silent" ? interruption : null}
        explain={() => setRead(read.filter((known) => known !== news))}
      />
      <AgreementDialog isOpen={kind === "agreement" && !isRead} onClose={close} />
      <CookiesDialog isOpen={kind === "cookiesBlocked" && !isRead} onClose={close} />
      <ExpiredDialog isOpen={status === "expired" && (!kind || kind === "ended")} />
    </>
  );
}

/** What a dialog tells. Tokens of several APIs fail in turn, and none is told a second time: an
 * agreement is one for each API, cookies are blocked for all of them. */
function newsIn(interruption: Interruption | null): string {
  if (interruption?.kind === "agreement") return `agreement ${interruption.audience}`;
  return interruption?.kind ?? "";
}
