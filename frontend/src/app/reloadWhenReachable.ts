/** Loads the page anew as soon as the site answers: for what only a new start can mend, such as a
 * part of its code that did not come. */
import { useEffect, useRef } from "react";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
/** What fails again so soon after a new start is not mended by another one. */
const ONCE_IN_MS = 60_000;
const KEY = "usher-started-anew";

export interface Reload {
  /** Asks the site now, whatever was waited for. */
  now: () => void;
  stop: () => void;
}

export function reloadWhenReachable(reload = () => window.location.reload()): Reload {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let isStopped = false;

  async function look(): Promise<void> {
    clearTimeout(timer);
    const isThere = await answers();
    if (isStopped) return;
    if (isThere) {
      sessionStorage.setItem(KEY, String(Date.now()));
      reload();
      return;
    }
    timer = setTimeout(look, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  const now = () => void look();
  window.addEventListener("online", now);
  const since = Date.now() - Number(sessionStorage.getItem(KEY));
  timer = setTimeout(look, since < ONCE_IN_MS ? ONCE_IN_MS - since : FIRST_WAIT_MS);
  return {
    now,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      window.removeEventListener("online", now);
    },
  };
}

/** The same for a component; answers how to try at once. */
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

/** A window that is online may still not reach the site. */
function answers(): Promise<boolean> {
  return fetch("/healthz", { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
