/** Tells the other tabs of this browser that a person has logged out in one of them. Nothing is
 * written down for it: a tab that is opened later asks the provider anyway. */

const NAME = "usher-logout";

interface News {
  /** Whose tabs it is for: somebody else may be logged in in another. */
  subject: string;
}

export function broadcastLogout(subject: string): void {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(NAME);
  channel.postMessage({ subject } satisfies News);
  channel.close();
}

interface Listening {
  subject: string;
  onLogout: () => void;
  /** Asks the provider whether the session goes on. */
  ask: () => void;
}

/** Answers how to stop. Where tabs cannot talk to each other, each asks when somebody looks at it. */
export function subscribeToLogout({ subject, onLogout, ask }: Listening): () => void {
  if (typeof BroadcastChannel === "undefined") {
    window.addEventListener("focus", ask);
    return () => window.removeEventListener("focus", ask);
  }
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<News>) => {
    if (data?.subject === subject) onLogout();
  };
  return () => channel.close();
}
