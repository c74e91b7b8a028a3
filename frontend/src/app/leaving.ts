/** Who goes to a page that is not of this application, such as the docs, leaves this one. What waits in a notice
 * is sent first. Where it is refused, they stay and read why. */
import { finishNotices, isWaiting } from "@/ui/notices";

// A server that does not answer keeps nobody here.
const PATIENCE_MS = 3_000;

/** Does something that leaves the page. */
export async function leave(go: () => void): Promise<void> {
  const patience = new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE_MS, true));
  if (await Promise.race([finishNotices(), patience])) go();
}

/** Looks after links and forms; answers what ends that. */
export function sendBeforeLeaving(): () => void {
  const first = (event: Event, go: () => void) => {
    event.preventDefault();
    void leave(go);
  };
  const onClick = (event: MouseEvent) => {
    const link =
      event.target instanceof Element && event.target.closest<HTMLAnchorElement>("a[href]");
    if (link && isWaiting() && leaves(event, link))
      first(event, () => window.location.assign(link.href));
  };
  const onSubmit = (event: SubmitEvent) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || !isWaiting() || !(form instanceof HTMLFormElement)) return;
    first(event, () => form.requestSubmit(submitter ?? undefined));
  };
  window.addEventListener("click", onClick);
  window.addEventListener("submit", onSubmit);
  return () => {
    window.removeEventListener("click", onClick);
    window.removeEventListener("submit", onSubmit);
  };
}

/** Neither what the application has done itself, nor another tab, nor a place on this page. */
function leaves(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isPlain =
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const isHere = link.href.split("#")[0] === window.location.href.split("#")[0];
  const isElsewhere = link.hasAttribute("download") || !["", "_self"].includes(link.target);
  return isPlain && !event.defaultPrevented && !isHere && !isElsewhere;
}
