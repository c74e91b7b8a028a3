/** Has all of a row lead where its link leads, with the same keys; a text can still be chosen in it. */
import type { MouseEvent } from "react";

export function pressLink(event: MouseEvent<HTMLElement>): void {
  const { target, currentTarget, ctrlKey, metaKey, shiftKey } = event;
  if ((target as Element).closest("a, button, input, select, summary")) return;
  if (window.getSelection()?.isCollapsed === false) return;
  const click = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey };
  currentTarget.querySelector("a")?.dispatchEvent(new window.MouseEvent("click", click));
}
