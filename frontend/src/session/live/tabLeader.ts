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

export interface TabLeader {
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

export function createTabLeader({ subject, onLead, onNews }: Options): TabLeader {
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
  /** The request that holds the lock, and the one that waits for it. */
  let holding: symbol | null = null;
  let queued: symbol | null = null;
  let letGo = () => {};

  function hold(request: symbol): Promise<void> | undefined {
    if (queued === request) queued = null;
    if (stopping.signal.aborted) return undefined;
    holding = request;
    onLead(true);
    return new Promise((resolve) => {
      letGo = resolve;
    });
  }

  async function ask(request: symbol, options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(lock, options, () => hold(request));
    } catch {
      // A sibling came to the front and took the lead, or this tab stopped.
    }
    if (queued === request) queued = null;
    if (stopping.signal.aborted) return;
    // This tab may have taken the lead from itself, and hears of the loss after the gain.
    if (holding === request) {
      holding = null;
      onLead(false);
    }
    queue();
  }

  function queue(): void {
    if (queued) return;
    queued = Symbol("queued");
    void ask(queued, { signal: stopping.signal });
  }

  queue();
  return {
    take() {
      if (!holding) void ask(Symbol("taken"), { steal: true });
    },
    stop() {
      stopping.abort();
      letGo();
    },
  };
}
