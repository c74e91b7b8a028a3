/** Decides what a person sees around every page: the door, or the house. */
import { useSession } from "@/session/SessionContext";
import { Landing } from "./Landing";
import { LoginFailed } from "./LoginFailed";
import { Shell } from "./Shell";
import { Starting } from "./Starting";

export function Frame() {
  const { status, idClaims } = useSession();

  switch (status) {
    case "starting":
      return <Starting />;
    case "failed":
      return <LoginFailed />;
    case "signedOut":
      return <Landing />;
    default:
      // Keyed by the person, so that nothing typed or shown outlives a change of person.
      return <Shell key={String(idClaims?.sub)} />;
  }
}
