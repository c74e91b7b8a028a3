/** Says in place of the page why it could not start. */
import type { Root } from "react-dom/client";
import { NotLoaded } from "@/session/problem";
import { errorMessage } from "@/ui/errorMessages";
import { reloadWhenReachable } from "./reloadWhenReachable";
import { startFrame } from "./startFrame";

export async function failToStart(reason: Error, root: () => Root): Promise<void> {
  try {
    const { Pages } = await import("./Pages");
    root().render(<Pages failure={reason} />);
  } catch {
    // Not even that could be fetched: the outline of the page stays until it is loaded anew.
    const { title, advice } = errorMessage(new NotLoaded());
    const status = startFrame()?.querySelector("[role=status]");
    if (status) status.textContent = `${title}. ${advice}`;
    reloadWhenReachable();
  }
}
