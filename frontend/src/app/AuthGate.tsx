/** Decides what a person sees around every page: the door, or the house. */
import { useSession } from "@/session/SessionContext";
import { Landing } from "./Landing";
import { LoginError } from "./LoginError";
import { Shell } from "./Shell";
import { StartupPage } from "./StartupPage";
import { useInPlaceOfFrame } from "./startFrame";

export function AuthGate() {
  const { status, idClaims } = useSession();
  useInPlaceOfFrame(status !== "starting");

  switch (status) {
    case "starting":
    case "leaving":
      return <StartupPage />;
    case "failed":
      return <LoginError />;
    case "signedOut":
      return <Landing />;
    default:
      // Keyed by the person, so that nothing typed or shown outlives a change of person.
      return <Shell key={String(idClaims?.sub)} />;
  }
}
