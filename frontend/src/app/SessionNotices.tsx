/** Says why no token came, and offers what helps: over the page, or above it once that was read. */
import { useState } from "react";
import { useSession } from "@/session/SessionContext";
import type { TokenError } from "@/session/tokenError";
import { ConsentDialog } from "./ConsentDialog";
import { CookiesDialog } from "./CookiesDialog";
import { ExpiredDialog } from "./ExpiredDialog";
import { SessionBanner } from "./SessionBanner";

export function SessionNotices() {
  const { status, tokenError } = useSession();
  const [read, setRead] = useState<readonly string[]>([]);
  const news = newsIn(tokenError);
  const isRead = read.includes(news);
  const kind = tokenError?.kind;
  const close = () => setRead([...read, news]);

  return (
    <>
      <SessionBanner
        tokenError={isRead || kind === "timeout" ? tokenError : null}
        explain={() => setRead(read.filter((known) => known !== news))}
      />
      <ConsentDialog isOpen={kind === "consent" && !isRead} onClose={close} />
      <CookiesDialog isOpen={kind === "cookiesBlocked" && !isRead} onClose={close} />
      <ExpiredDialog isOpen={status === "expired" && (!kind || kind === "ended")} />
    </>
  );
}

/** What a dialog tells. Tokens of several APIs fail in turn, and none is told a second time: an
 * agreement is one for each API, cookies are blocked for all of them. */
function newsIn(tokenError: TokenError | null): string {
  if (tokenError?.kind === "consent") return `consent ${tokenError.audience}`;
  return tokenError?.kind ?? "";
}
