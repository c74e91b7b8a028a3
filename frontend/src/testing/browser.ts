/** A browser's Web Locks, and its focus, as far as jsdom lacks them. */
import { vi } from "vitest";

interface Waiting {
  grant: () => void;
}

/** Locks of one browser: each is held by one, in the order they asked, or by a thief. */
export function createLocks() {
  const held = new Map<string, { lose: (reason: Error) => void }>();
  const waiting = new Map<string, Waiting[]>();

  function next(name: string): void {
    held.delete(name);
    waiting.get(name)?.shift()?.grant();
  }

  function request(
    name: string,
    options: LockOptions,
    work: () => Promise<unknown> | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = () => {
        const holder = { lose: reject };
        held.set(name, holder);
        void Promise.resolve()
          .then(work)
          .then((value) => {
            resolve(value);
            if (held.get(name) === holder) next(name);
          });
      };
      if (options.steal) {
        const { lose } = held.get(name) ?? {};
        grant();
        // As in Chrome: the thief works already when the one before learns of it.
        setTimeout(() => lose?.(new DOMException("Stolen", "AbortError")), 1);
      } else if (!held.has(name)) {
        grant();
      } else {
        const place = { grant };
        const queue = waiting.get(name) ?? [];
        waiting.set(name, [...queue, place]);
        options.signal?.addEventListener("abort", () => {
          const left = waiting.get(name) ?? [];
          if (!left.includes(place)) return;
          waiting.set(
            name,
            left.filter((other) => other !== place),
          );
          reject(new DOMException("Stopped", "AbortError"));
        });
      }
    });
  }

  return { request };
}

/** Channels of one browser: what one says, all others of the name hear at once. */
export function createChannels() {
  const open = new Set<Channel>();
  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    name: string;
    constructor(name: string) {
      this.name = name;
      open.add(this);
    }
    postMessage(data: unknown): void {
      for (const other of open) {
        if (other !== this && other.name === this.name) other.onmessage?.({ data });
      }
    }
    close(): void {
      open.delete(this);
    }
  }
  return Channel;
}

/** Puts the window in front, in sight beside the one in front, or behind, and says so as a browser does. */
export function bring(place: "inFront" | "beside" | "behind"): void {
  vi.spyOn(document, "hasFocus").mockReturnValue(place === "inFront");
  const visibility = place === "behind" ? "hidden" : "visible";
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
  window.dispatchEvent(new Event(place === "inFront" ? "focus" : "blur"));
  document.dispatchEvent(new Event("visibilitychange"));
}

export function setOnline(isOnline: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(isOnline);
  window.dispatchEvent(new Event(isOnline ? "online" : "offline"));
}
