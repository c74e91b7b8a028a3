/** The tabs of one person in one browser: one of them asks, and tells the others.
 *
 * Who asks holds a lock (Web Locks). The browser gives it to the next tab when that one closes or
 * dies. A tab that comes to the front takes it: only there the timers are not slowed down. */

/** What a tab tells its siblings. */
export interface News {
  /** Whose tabs it is for: somebody else may be logged in in another. */
  subject: string;
  version?: string | null;
  /** Before which moment the server wants nobody to ask, in milliseconds since 1970. */
  waitUntil?: number;
}

export interface Siblings {
  /** Asks for the others from now on. */
  takeLead: () => void;
  tell: (news: Omit<News, "subject">) => void;
  stop: () => void;
}

interface Options {
  subject: string;
  onLead: (isLeading: boolean) => void;
  onNews: (news: News) => void;
}

const NAME = "usher-live";

export function createSiblings({ subject, onLead, onNews }: Options): Siblings {
  // A page that was not delivered safely has no locks. Then each tab asks for itself.
  if (!("locks" in navigator) || typeof BroadcastChannel === "undefined") {
    onLead(true);
    return { takeLead: () => undefined, tell: () => undefined, stop: () => undefined };
  }
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<News>) => {
    if (data?.subject === subject) onNews(data);
  };
  const lead = createLead(`${NAME} ${subject}`, onLead);
  return {
    takeLead: lead.take,
    tell: (news) => channel.postMessage({ subject, ...news }),
    stop() {
      lead.stop();
      channel.close();
    },
  };
}

function createLead(lock: string, onLead: (isLeading: boolean) => void) {
  const stopping = new AbortController();
  let isLeading = false;
  let isQueued = false;
  let letGo = () => {};

  function hold(): Promise<void> | undefined {
    if (stopping.signal.aborted) return undefined;
    isLeading = true;
    onLead(true);
    return new Promise((resolve) => {
      letGo = resolve;
    });
  }

  async function request(options: LockOptions, onGranted = () => {}): Promise<void> {
    try {
      await navigator.locks.request(lock, options, () => {
        onGranted();
        return hold();
      });
    } catch {
      // A sibling came to the front and took the lead, or this tab stopped.
    }
    if (stopping.signal.aborted) return;
    isLeading = false;
    onLead(false);
    queue();
  }

  function queue(): void {
    if (isQueued) return;
    isQueued = true;
    void request({ signal: stopping.signal }, () => {
      isQueued = false;
    });
  }

  queue();
  return {
    take() {
      if (!isLeading) void request({ steal: true });
    },
    stop() {
      stopping.abort();
      letGo();
    },
  };
}
