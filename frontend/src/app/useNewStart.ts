/** Starts the page anew once the site answers, and answers how to try that at once. */
import { useEffect, useRef } from "react";
import { type NewStart, startAnewOnceReachable } from "./startAnew";

export function useNewStart(isWanted: boolean): () => void {
  const start = useRef<NewStart | null>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    const started = startAnewOnceReachable();
    start.current = started;
    return started.stop;
  }, [isWanted]);
  return () => (start.current ? start.current.now() : window.location.reload());
}
