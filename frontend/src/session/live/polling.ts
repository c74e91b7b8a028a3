/** When a tab asks: by the second in front of somebody and for a while beside another window,
 * seldom behind or where only another token could bring something new, never while offline, and no
 * sooner than a server that is busy has said. */
import { Problem } from "@/session/problem";

export const IN_FRONT_MS = 1_000;
export const BEHIND_MS = 15_000;
/** Where the token alone counts. It is told when there is another; this is for what nobody tells. */
export const BY_TOKEN_MS = 5 * 60_000;
/** For so long a page that was in front and stays in sight is asked for as if it still were: its
 * person may work in the window next to it. A page forgotten on a second screen costs little then. */
const BESIDE_MS = 5 * 60_000;
const LONGEST_BACKOFF_MS = 30_000;

export interface Polling {
  /** As soon as it may be, whether this tab asks for its siblings or not. */
  atOnce: () => void;
  /** In a second, once for all who say so until then. */
  soon: () => void;
  /** Whether this tab asks by itself; the others wait to be told. */
  setLeading: (isLeading: boolean) => void;
  /** Not before a moment, in milliseconds since 1970. */
  waitUntil: (moment: number) => void;
  stop: () => void;
}

interface Options {
  ask: () => Promise<void>;
  /** Whether what the token says is all that counts. */
  isByToken: () => boolean;
  onFocus: () => void;
  /** Called when an answer has come after some that did not. */
  onBack: () => void;
  /** Called with the moment before which the server wants nobody to ask. */
  onTold: (moment: number) => void;
}

export function isInFront(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

export function createPolling(options: Options): Polling {
  const { ask, isByToken, onFocus, onBack, onTold } = options;
  let isLeading = false;
  /** The moment from which somebody waits for an answer; null while nobody does. */
  let wantedAt: number | null = null;
  let isUnderWay = false;
  let isStopped = false;
  let wasInFront = isInFront();
  let lastInFront = Date.now();
  let failures = 0;
  let lastAnswer = Date.now();
  let notBefore = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function plan(): void {
    clearTimeout(timer);
    if (isStopped || isUnderWay || !navigator.onLine || !(isLeading || wantedAt !== null)) return;
    const byItself = isLeading ? lastAnswer + interval() : Number.POSITIVE_INFINITY;
    const due = Math.min(wantedAt ?? Number.POSITIVE_INFINITY, byItself);
    timer = setTimeout(run, Math.max(0, Math.max(due, notBefore) - Date.now()));
  }

  function interval(): number {
    if (isByToken()) return BY_TOKEN_MS;
    return isBeforeSomebody() ? IN_FRONT_MS : BEHIND_MS;
  }

  function isBeforeSomebody(): boolean {
    if (isInFront()) return true;
    return document.visibilityState === "visible" && Date.now() - lastInFront < BESIDE_MS;
  }

  async function run(): Promise<void> {
    isUnderWay = true;
    wantedAt = null;
    try {
      await ask();
      if (failures > 0) onBack();
      failures = 0;
    } catch (error) {
      failures += 1;
      // A question somebody waits for is not lost with the answer, nor one that comes so seldom.
      if (!isLeading || isByToken()) wantedAt ??= 0;
      waitAfter(error);
    }
    isUnderWay = false;
    lastAnswer = Date.now();
    plan();
  }

  function waitAfter(error: unknown): void {
    if (isStopped) return;
    const told = error instanceof Problem ? error.retryAfterSeconds : null;
    if (told !== null) onTold(Date.now() + told * 1000);
    const backoff = Math.min(IN_FRONT_MS * 2 ** failures, LONGEST_BACKOFF_MS);
    notBefore = Math.max(notBefore, Date.now() + (told === null ? backoff : told * 1000));
  }

  function want(moment: number): void {
    wantedAt = Math.min(wantedAt ?? moment, moment);
    plan();
  }

  const atOnce = () => want(0);

  function look(): void {
    const cameToFront = isInFront() && !wasInFront;
    if (wasInFront) lastInFront = Date.now();
    wasInFront = isInFront();
    if (!cameToFront) {
      plan();
      return;
    }
    onFocus();
    atOnce();
  }

  const stopListening = listenTo([
    [window, ["focus", "blur"], look],
    [document, ["visibilitychange"], look],
    [window, ["online"], atOnce],
    [window, ["offline"], plan],
  ]);

  return {
    atOnce,
    soon: () => want(Date.now() + IN_FRONT_MS),
    setLeading(now) {
      isLeading = now;
      plan();
    },
    waitUntil(moment) {
      notBefore = Math.max(notBefore, moment);
      plan();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      stopListening();
    },
  };
}

type Listening = [target: EventTarget, events: string[], listener: () => void];

function listenTo(all: readonly Listening[]): () => void {
  const each = all.flatMap(([target, events, listener]) =>
    events.map((event) => ({ target, event, listener })),
  );
  for (const { target, event, listener } of each) target.addEventListener(event, listener);
  return () => {
    for (const { target, event, listener } of each) target.removeEventListener(event, listener);
  };
}
