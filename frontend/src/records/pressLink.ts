/** Has all of a row lead where its link leads, with the same button and keys; a text can still be chosen in it. */
import type { MouseEvent } from "react";

function press(event: MouseEvent<HTMLElement>): void {
  const { target, currentTarget, type, button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if ((target as Element).closest("a, button, input, select, summary")) return;
  if (button > 1 || window.getSelection()?.isCollapsed === false) return;
  const keys = { ctrlKey, metaKey, shiftKey, altKey };
  const click = { bubbles: true, cancelable: true, button, ...keys };
  currentTarget.querySelector("a")?.dispatchEvent(new window.MouseEvent(type, click));
}

/** For the element of a row. */
export const pressLink = { onClick: press, onAuxClick: press };
