/** Keeps what the person holds up to date while the page is open. */
import { useLivePermissions } from "@/session/live/useLivePermissions";

export function LivePermissions() {
  useLivePermissions();
  return null;
}
