/** Starts the page anew once the site answers, and answers how to try that at once. */
import { useEffect, useRef } from "react";
import { type Reload, reloadWhenReachable } from "./reloadWhenReachable";

export function useReloadWhenReachable(isWanted: boolean): () => void {
  const start = useRef<Reload | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    const started = reloadWhenReachable();
    start.current = started;
    return started.stop;
  }, [isWanted]);
  return () => (start.current ? start.current.now() : window.location.reload());
}
