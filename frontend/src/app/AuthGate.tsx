/** Decides what a person sees around every page: the door, or the house. */
import { useDeferredValue } from "react";
import { useSession } from "@/session/SessionContext";
import { Landing } from "./Landing";
import { LoginError } from "./LoginError";
import { Shell } from "./Shell";
import { StartupPage } from "./StartupPage";
import { useInPlaceOfFrame } from "./startFrame";

export function AuthGate() {
  const session = useSession();
  const { idClaims } = session;
  // The house is drawn in slices at first, so that a slow phone still answers meanwhile.
  const isStarting = useDeferredValue(session.status) === "starting";
  const status = isStarting ? "starting" : session.status;
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
