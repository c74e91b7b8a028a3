/** Has all of a row lead where its link leads, with the same button and keys; a text can still be chosen in it. */
import type { MouseEvent } from "react";

function press(event: MouseEvent<HTMLElement>): void {
  const { target, currentTarget, button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if ((target as Element).closest("a, button, input, select, summary")) return;
  if (button > 1 || window.getSelection()?.isCollapsed === false) return;
  // Browsers open nothing for a middle button that a script presses; one of these keys means the same.
  const beside = button === 1 && { ctrlKey: true, metaKey: true };
  const click = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey, ...beside };
  currentTarget.querySelector("a")?.dispatchEvent(new window.MouseEvent("click", click));
}

/** For the element of a row. */
export const pressLink = { onClick: press, onAuxClick: press };
