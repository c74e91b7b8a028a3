import { useSyncExternalStore } from "react";
import { useSession } from "./SessionContext";
import type { StepUpState } from "./stepUp";

/** What is asked about a fresh login, and what became of a request that waited for one. */
export function useStepUp(): StepUpState {
  const { stepUp } = useSession();
  return useSyncExternalStore(stepUp.subscribe, stepUp.state);
}
