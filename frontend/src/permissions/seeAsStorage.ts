/** Whose eyes the page is seen with, kept over a reload: in this tab, and for the person who looks. */
import type { Permission } from "@/session/types";

/** Somebody whose eyes the page is seen with. */
export interface Seen {
  name: string;
  subject: string;
  roles: string[];
  permissions: Permission[];
}

export interface Looking {
  seen: Seen;
  /** The path where it began, to go back to. */
  from: string;
}

const KEY = "usher-seen";

export function storeSeeAs(owner: string, looking: Looking): void {
  sessionStorage.setItem(KEY, JSON.stringify({ owner, looking }));
}

/** Null where nobody is seen, or another person looks now. */
export function storedSeeAs(owner: string): Looking | null {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  return kept?.owner === owner ? kept.looking : null;
}

export function clearSeeAs(): void {
  sessionStorage.removeItem(KEY);
}
