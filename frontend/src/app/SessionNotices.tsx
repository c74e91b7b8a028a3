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
  const [read, setRead] = useState<Interruption | null>(null);
  const isRead = interruption !== null && interruption === read;
  const kind = interruption?.kind;
  const close = () => setRead(interruption);

  return (
    <>
      <SessionBanner
        interruption={isRead || kind === "silent" ? interruption : null}
        explain={() => setRead(null)}
      />
      <AgreementDialog isOpen={kind === "agreement" && !isRead} onClose={close} />
      <CookiesDialog isOpen={kind === "cookiesBlocked" && !isRead} onClose={close} />
      <ExpiredDialog isOpen={status === "expired" && (!kind || kind === "ended")} />
    </>
  );
}
