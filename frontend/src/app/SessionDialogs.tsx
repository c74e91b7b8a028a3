/** The dialogs about the session, of which one is open at most. */
import type { TokenError } from "@/session/tokenError";
import { ChangedDialog } from "./ChangedDialog";
import { ConsentDialog } from "./ConsentDialog";
import { CookiesDialog } from "./CookiesDialog";
import { ExpiredDialog } from "./ExpiredDialog";
import { StepUpDialog } from "./StepUpDialog";

interface Props {
  open: TokenError["kind"] | undefined;
  onClose: () => void;
}

export function SessionDialogs({ open, onClose }: Props) {
  return (
    <>
      <ConsentDialog isOpen={open === "consent"} onClose={onClose} />
      <CookiesDialog isOpen={open === "cookiesBlocked"} onClose={onClose} />
      <ChangedDialog isOpen={open === "changed"} />
      <ExpiredDialog isOpen={open === "ended"} />
      <StepUpDialog />
    </>
  );
}
