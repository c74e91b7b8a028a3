/** Keeps what the person holds up to date while the page is open. */
import { useLiveTab } from "@/session/live/useLiveTab";

export function LiveTab() {
  useLiveTab();
  return null;
}
