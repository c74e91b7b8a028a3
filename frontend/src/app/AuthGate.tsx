/** Decides what a person sees around every page: the door, or the house. */
import { useDeferredValue } from "react";
import { ResourcesContext } from "@/records/ResourcesContext";
import { useSession } from "@/session/SessionContext";
import { RESOURCES } from "./features";
import { Landing } from "./Landing";
import { LoginError } from "./LoginError";
import { Shell } from "./Shell";
import { StartupPage } from "./StartupPage";
import { useInPlaceOfFrame } from "./startFrame";

const OF_THIS_SITE = RESOURCES.map(({ resource }) => resource);

export function AuthGate() {
  return (
    <ResourcesContext value={OF_THIS_SITE}>
      <Gate />
    </ResourcesContext>
  );
}

function Gate() {
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
