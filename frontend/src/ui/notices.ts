/** What is said for a while in a corner of the page, such as what was just saved and can be undone. */
import { useSyncExternalStore } from "react";

export interface Notice {
  id: number;
  /** What it says, with so many seconds left. */
  words: (left: number) => string;
  /** A second line, said more quietly. */
  detail?: string;
  /** How long it stays while nobody is at it; null until it is closed. */
  seconds: number | null;
  button?: { label: string; act: () => unknown };
  /** What is done once the seconds are over. It stays until that is done. */
  onTimeout?: () => Promise<unknown>;
  /** The record that goes away by it, as its list calls it: "movies/7". */
  removes?: string;
}

let notices: readonly Notice[] = [];
let last = 0;
const listeners = new Set<() => void>();

export function showNotice(notice: Omit<Notice, "id">): void {
  last += 1;
  become([...notices, { ...notice, id: last }]);
}

export function closeNotice(id: number): void {
  become(notices.filter((notice) => notice.id !== id));
}

/** Whether something is to be done once a notice's time is over. */
export function isWaiting(): boolean {
  return notices.some(({ onTimeout }) => onTimeout);
}

/** Does at once what waits, for the page is about to be left. False where that failed, which a notice says. */
export function finishNotices(): Promise<boolean> {
  const failures = () => notices.filter(({ seconds }) => seconds === null).length;
  const before = failures();
  become(notices.map((each) => (each.onTimeout ? { ...each, seconds: 0 } : each)));
  return new Promise((resolve) => {
    const look = () => {
      if (isWaiting()) return;
      listeners.delete(look);
      resolve(failures() === before);
    };
    listeners.add(look);
    look();
  });
}

/** What waits in them is not done any more. */
export function clearNotices(): void {
  become([]);
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices);
}

function become(changed: readonly Notice[]): void {
  notices = changed;
  for (const listener of listeners) listener();
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}
